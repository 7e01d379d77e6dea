"""A folder of reports: collected, judged, answered, added up."""

"""A folder of reports: collected, checked, converted or sent back, added up."""

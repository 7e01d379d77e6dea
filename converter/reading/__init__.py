"""From a file to a report, its findings and the place of every cell."""

"""The six sections of a report: their headings, however they are set, and what stands below each."""

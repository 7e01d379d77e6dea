"""The units that report, by all their names; their reports side by side."""

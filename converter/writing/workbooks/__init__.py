"""Workbooks: the form's sheets, each with what a clerk fills in, what it tells, how it looks."""

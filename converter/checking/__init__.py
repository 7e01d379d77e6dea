"""Findings about a report: its figures and its prose."""

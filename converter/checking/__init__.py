"""Check a report: its figures by the rules of `form/rules.py`, its prose by the rules in `prose/`."""

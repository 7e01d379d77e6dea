"""nianbao: the yearly government-information-disclosure report, from workbook to Word."""

__version__ = "0.2.0"

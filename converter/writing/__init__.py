"""From a report to a Word document, a workbook, a web page."""

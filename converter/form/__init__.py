"""The form as data: labels and tables (`fields`), the report, the rules on figures (`rules`), the workbook's layout."""

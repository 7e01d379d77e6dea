"""Reading a workbook: the form's sheets, cells and names."""

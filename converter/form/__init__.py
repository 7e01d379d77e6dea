"""The national form as data: fields, the report value, rules, the layout of the workbook."""

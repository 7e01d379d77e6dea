"""The form's three tables in a document of any format: finding, recognising, reading them."""

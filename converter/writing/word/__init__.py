"""Word documents: the report and the return note, printed from their templates."""

"""Files as bytes: their kind, zip packages, output, worker processes, LibreOffice."""

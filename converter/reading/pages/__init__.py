"""Reading a saved web page."""

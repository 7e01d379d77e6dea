"""Rules on the numbers that prose states: against the tables, against one another, and as parts of a whole."""

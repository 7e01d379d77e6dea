"""What is known of a file, and what is kept of it from one run to the next."""

"""A file that goes back to whoever filled it in, with what was found at its place."""

"""Rules on who is spoken of: another unit or area named where this one is meant, its own name mistyped."""

"""Read a file: its report, its findings, and the place of every figure and paragraph."""

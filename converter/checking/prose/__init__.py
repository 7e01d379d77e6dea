"""The rules on prose, one module for each kind; `checking/proofread.py` lists and runs them."""

"""The rules on prose, one module for each kind; `checking/proofread.py` lists and runs them.

`words/` is what the rules know of words, `numbers/` the rules on numbers; the rest is one module for each kind.
"""

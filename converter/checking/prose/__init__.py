"""The rules on prose, one module for each kind; `checking/proofread.py` lists and runs them.

`words/` is what the rules know of words, `numbers/` the rules on numbers, `names/` those on who is spoken of,
`syntax/` those on what a sentence lacks; the rest is one module for each kind.
"""

"""The rules of the prose, one room a kind; `converter.proofread` lists them."""

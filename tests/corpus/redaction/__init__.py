"""Invented quotes of customers of a housing association, of care and of a municipality, with what is private marked.

A quote stands on one line; `{adres:Dorpsstraat 12a}` marks what has to go, under the name of its placeholder, and
`\\n` is a new line. `tuned.txt` and `held.txt` come from frames (`generate.py`), `by_hand.txt` was written sentence by
sentence.
Nothing here is about anybody: names are put together at random, and numbers are made up to the rules of their kind.
"""

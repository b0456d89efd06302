"""Find what a document states of things that can be looked up.

`passages` reads the document's text, `kinds` have one module a kind of statement, `present` says which
sentences are about what is there now, `invented` which names are made up, and `find` puts it together.
"""

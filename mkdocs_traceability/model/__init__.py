"""The words of the house: kinds, items, references, claims. No I/O, no MkDocs, no HTML."""

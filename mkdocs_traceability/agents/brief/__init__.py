"""The brief: what must not be broken in files that somebody is about to edit.

`values` are what it says, `facts` and `permissions` work them out of a run, `compose` puts together those of
some paths, `kept` keeps them by path between runs, `text` shows them. What comes between a kept
brief and its text loads nothing that a run needs: it has to be there in a moment.
"""

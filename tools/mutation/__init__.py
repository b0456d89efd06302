"""Mutation testing: small faults are put into the code one at a time, and the tests have to notice each.

`make mutation` does it for the folders in `run.FOLDERS`. What others have made was tried first: mutmut leaves
out functions with decorators, and so all rules; cosmic-ray and mutatest start Python anew for each fault.
"""

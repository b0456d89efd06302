"""CODEOWNERS: whose the files of a repository are, and what that says of components."""

"""What the public names of the package stand for: a site that is read and checked, for Python programs."""

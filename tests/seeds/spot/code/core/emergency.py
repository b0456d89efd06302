"""As much as there has to be for the tests: a file that is claimed and is there."""

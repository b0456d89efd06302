"""Reports of tests: what JUnit XML says of which test, and how old it is."""

"""What the project costs, measured: programs to run by hand, never timed tests. See README.md."""

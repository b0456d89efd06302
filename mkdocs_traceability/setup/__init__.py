"""Set up a repository: what is there, what it lacks, and the files that `init` writes."""

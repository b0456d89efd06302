"""Changes of items that somebody proposes, as texts of sources proven to say that and nothing else."""

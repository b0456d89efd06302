"""Compare a site with what it was at a commit: which findings can the changes since then have caused."""

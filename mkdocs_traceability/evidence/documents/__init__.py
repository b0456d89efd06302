"""The pages of the site: which there are, and the headings that they have."""

"""The site as pages see it: where items stand, and what is shown of them."""

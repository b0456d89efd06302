"""A site is edited at random, and everything that is kept of it changes nothing of what is said."""

"""Files in other shapes: their trees translated into trees of our own shape, with the positions they have."""

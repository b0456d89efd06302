"""Read: files in, declarations with positions out, and findings about their form. Knows no other stage."""

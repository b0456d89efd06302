"""The tools that users could pick instead, each with the corpus in a form of its own."""

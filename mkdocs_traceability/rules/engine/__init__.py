"""What applies the rules, and what several of them use."""

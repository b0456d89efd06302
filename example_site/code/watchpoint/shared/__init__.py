"""What all parts of the platform mean by the same words."""

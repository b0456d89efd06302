"""What Markdown pages declare and say."""

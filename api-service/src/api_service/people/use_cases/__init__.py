"""What is done with people, by noun."""

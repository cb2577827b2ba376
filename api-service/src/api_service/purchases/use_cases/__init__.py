"""What is done with purchases, by noun."""

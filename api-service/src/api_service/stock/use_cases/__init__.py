"""What is done with stock, by noun."""

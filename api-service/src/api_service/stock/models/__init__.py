"""What stock is made of, by noun."""

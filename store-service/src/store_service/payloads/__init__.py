"""What comes into the shop and goes out of it as JSON or forms, split by noun."""

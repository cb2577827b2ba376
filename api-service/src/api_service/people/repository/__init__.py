"""Every query on people, by noun."""

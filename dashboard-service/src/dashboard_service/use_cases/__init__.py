"""What pages ask for and what forms do, split by noun."""

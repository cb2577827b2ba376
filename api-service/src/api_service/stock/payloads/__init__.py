"""Stock as JSON, by noun."""

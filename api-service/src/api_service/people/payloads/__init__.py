"""People as JSON, by noun."""

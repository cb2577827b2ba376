"""Questions and reports as JSON."""

"""What the auditor holds to be true, and how it judges: `results` are its answers, `rules` what it asks for."""

"""What forms and addresses say, as typed values, and what pages hand back as files."""

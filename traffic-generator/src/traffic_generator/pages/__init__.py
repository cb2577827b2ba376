"""Mercato's pages as a person sees them: what is on them and what can be done there, without a selector in sight."""

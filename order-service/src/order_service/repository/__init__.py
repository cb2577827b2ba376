"""The orders' own store: what is kept, in SQLite or PostgreSQL, by the same statements."""

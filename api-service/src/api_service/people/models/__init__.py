"""The rules about people: customers, accounts, what is secret about them, sessions, guessing."""

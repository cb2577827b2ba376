"""People: customers by whatever name or id they are looked for, and whoever signs in, with what they may sign in to."""

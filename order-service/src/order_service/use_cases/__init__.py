"""What can be done with orders: one verb each, which owns its transaction."""

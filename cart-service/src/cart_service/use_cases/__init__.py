"""What can be done with a basket, and how it is paid for: one function each, which owns its transactions."""

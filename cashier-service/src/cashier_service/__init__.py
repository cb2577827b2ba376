"""The till: it shows what a basket costs, takes payment, and has the books record the sale once."""

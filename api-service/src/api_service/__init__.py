"""The books: purchases, stock and people, and the owner's numbers from them."""

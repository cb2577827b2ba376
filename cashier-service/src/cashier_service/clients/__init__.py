"""The books as the till knows them: what it asks them, and the catalogue that it remembers of them."""

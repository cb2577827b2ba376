"""The shop as the basket knows it: what it sells, and the catalogue that is remembered of it."""

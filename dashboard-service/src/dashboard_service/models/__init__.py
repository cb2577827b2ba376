"""The pure part of the pages: which days are looked at, what the books answered, what is more and what is less."""

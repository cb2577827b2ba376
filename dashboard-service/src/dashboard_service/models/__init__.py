"""The pure part of the pages: days and numbers, the people who work here, keys, and the founding of a chain."""

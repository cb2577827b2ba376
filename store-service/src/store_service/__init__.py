"""The shop on the web, and the catalogue that every service sells from."""

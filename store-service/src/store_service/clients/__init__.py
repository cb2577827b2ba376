"""The services that the shop asks."""

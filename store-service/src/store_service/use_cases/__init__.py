"""What the shop does, split by noun; each of them owns its transaction."""

"""What is done for the owner's numbers: `folding` keeps the rollups, `reports` answers questions."""

"""The owner's numbers: rollups that a worker folds in the background, and the questions that they answer."""

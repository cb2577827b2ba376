"""What was sold before or elsewhere: the demo's history, other systems' files, made-up purchases in bulk."""

"""Stock: what each branch has, and what somebody has to look into."""

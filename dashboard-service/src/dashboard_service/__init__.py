"""The owner's numbers: today and any other days, every branch, what sells, who comes back."""

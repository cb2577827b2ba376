"""Cards, the bank that judges them, and payments as their ledger tells them."""

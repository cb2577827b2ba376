"""A payment gateway that moves no money: authorise, capture, void and refund on a ledger that only grows."""

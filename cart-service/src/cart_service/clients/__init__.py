"""The others as the basket knows them: the shop, its remembered catalogue, and the payment gateway."""

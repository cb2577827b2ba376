"""What the shop knows and decides: goods, shelves, offers, stock and baskets."""

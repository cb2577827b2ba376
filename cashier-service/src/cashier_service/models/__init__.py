"""What a till knows and decides by itself: products, entries, baskets, payments, receipts; all of it pure."""

"""People who use Mercato, played by programs in a real browser."""

"""Amounts as rows have them: somebody may have made what is no amount of one, and that row has to be named."""

from common.money import Money, MoneyError


def amount(minor: int, currency: str) -> Money | None:
    """The amount that a row holds; None where it cannot be one."""
    try:
        return Money(minor, currency)
    except MoneyError:
        return None


def written(minor: int, currency: str) -> str:
    """The same in words, without its currency."""
    found = amount(minor, currency)
    return f"{minor} minor units" if found is None else str(found)

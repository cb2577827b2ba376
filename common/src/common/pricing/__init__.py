"""What a basket costs and why: pure, the same for till, web and API, whatever the order of scanning.

`price` takes lines, promotions and a moment and gives the priced basket: each line's list price, every discount with
the promotion that gave it, VAT per rate, and what is missing for the next offer. Nothing else adds up prices.
"""

from common.pricing.engine import price
from common.pricing.models import (
    Discount,
    Hint,
    Line,
    PricedBasket,
    PricedLine,
    PricingError,
    VatSum,
)
from common.pricing.promotions import Coupon, FreeUnits, MultiBuy, PercentOff, Promotion
from common.pricing.writing import promotion_of, values_of

__all__ = [
    "Coupon",
    "Discount",
    "FreeUnits",
    "Hint",
    "Line",
    "MultiBuy",
    "PercentOff",
    "PricedBasket",
    "PricedLine",
    "PricingError",
    "Promotion",
    "VatSum",
    "price",
    "promotion_of",
    "values_of",
]

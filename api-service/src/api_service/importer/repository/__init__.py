"""Every statement of the importer, the catalogue's one writer beside its owner."""

from api_service.importer.repository.chains import (
    enter_chain,
    found_chain,
    has_company,
    has_purchase,
    has_purchases,
    known_emails,
    wait_for_turn,
)
from api_service.importer.repository.goods import (
    add_covers,
    add_products,
    add_promotions,
    catalogue,
    has_level,
    open_stock,
)
from api_service.importer.repository.history import (
    add_customers,
    book,
    refused,
    stage,
    undo,
    waiting,
)

__all__ = [
    "add_covers",
    "add_customers",
    "add_products",
    "add_promotions",
    "book",
    "catalogue",
    "enter_chain",
    "found_chain",
    "has_company",
    "has_level",
    "has_purchase",
    "has_purchases",
    "known_emails",
    "open_stock",
    "refused",
    "stage",
    "undo",
    "wait_for_turn",
    "waiting",
]

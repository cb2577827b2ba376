"""Every statement of the importer, the catalogue's one writer beside its owner; rows travel by COPY."""

from api_service.importer.repository.catalogue import (
    add_covers,
    add_products,
    add_promotions,
    catalogue,
    enter_chain,
    found_chain,
    has_company,
    open_stock,
)
from api_service.importer.repository.purchases import (
    add_customers,
    book,
    has_level,
    has_purchase,
    has_purchases,
    known_emails,
    refused,
    stage,
    undo,
    wait_for_turn,
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

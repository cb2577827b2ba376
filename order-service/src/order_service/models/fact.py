"""An order as far as an auditor asks for it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from common.money import Money
from order_service.models.parts import Step
from order_service.models.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What an order is worth, how it was paid and how far it came; neither its lines nor who ordered."""

    place: int
    """Of its last change among those of all orders."""
    id: uuid.UUID
    number: str
    status: Status
    total: Money
    payment_id: uuid.UUID | None
    capture_id: str | None
    reservation_id: uuid.UUID | None
    invoice_number: str | None
    placed_at: datetime
    changed_at: datetime
    history: tuple[Step, ...]

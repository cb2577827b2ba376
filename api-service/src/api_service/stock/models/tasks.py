"""What somebody has to look into."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TaskKind(StrEnum):
    """Why somebody has to look."""

    STOCK_FOUND = "stock_found"
    """More was sold than the level said; the missing units were booked as found."""
    ORDER_SHORT = "order_short"
    """A till sold what was kept for a web order, which is paid: whoever packs it will not find these units."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something for a person to look into; `quantity` is what was found."""

    id: int
    kind: TaskKind
    branch_id: str
    product_id: int | None
    product: str | None
    quantity: int | None
    purchase_id: uuid.UUID | None
    made_at: datetime
    done_at: datetime | None

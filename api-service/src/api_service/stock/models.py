"""Levels and tasks."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TaskKind(StrEnum):
    """Why somebody has to look."""

    STOCK_FOUND = "stock_found"
    """More was sold than the level said; the missing units were booked as found."""


@dataclass(frozen=True, slots=True)
class Level:
    """How many units of a product a branch has, and how many of them are promised to web orders."""

    branch_id: str
    product_id: int
    product: str
    quantity: int
    reserved: int

    @property
    def available(self) -> int:
        """What the web may sell."""
        return max(self.quantity - self.reserved, 0)


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

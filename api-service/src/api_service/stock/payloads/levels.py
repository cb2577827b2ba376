"""Levels and openings as JSON."""

from typing import Annotated

from pydantic import Field

from api_service.stock.models.levels import Level
from common.payload import Answer, Page, Payload, Text

BranchId = Annotated[Text, Field(min_length=1, max_length=40)]


class LevelQuery(Page):
    """Which branch's levels to list."""

    branch: BranchId


class OpeningRequest(Payload):
    """The first units of a product in a branch."""

    branch_id: BranchId
    product_id: int
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class OpeningAnswer(Answer):
    """What was booked, now or at the first time."""

    branch_id: str
    product_id: int
    quantity: int


class LevelAnswer(Answer):
    """How many units of a product a branch has; `available` is what the web may sell."""

    branch_id: str
    product_id: int
    product: str
    quantity: int
    reserved: int
    available: int


class LevelList(Answer):
    """A page of levels; `next` is the cursor of the following page, null on the last."""

    levels: list[LevelAnswer]
    next: str | None


def level_answer(level: Level) -> LevelAnswer:
    """A level as /api/v1 answers it."""
    return LevelAnswer(
        branch_id=level.branch_id,
        product_id=level.product_id,
        product=level.product,
        quantity=level.quantity,
        reserved=level.reserved,
        available=level.available,
    )

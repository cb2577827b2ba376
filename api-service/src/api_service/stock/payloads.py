"""Levels and tasks as JSON."""

import uuid
from typing import Annotated

from pydantic import Field

from api_service.stock.models import Level, Task, TaskKind
from common.payload import Answer, Moment, Page, Payload, Text, Whole

BranchId = Annotated[Text, Field(min_length=1, max_length=40)]


class LevelQuery(Page):
    """Which branch's levels to list."""

    branch: BranchId


class TaskQuery(Payload):
    """Whose open tasks to list."""

    branch: BranchId | None = None
    limit: Annotated[Whole, Field(ge=1, le=1000)] = 100


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


class TaskAnswer(Answer):
    """Something for a person to look into."""

    id: int
    kind: TaskKind
    branch_id: str
    product_id: int | None
    product: str | None
    quantity: int | None
    purchase_id: uuid.UUID | None
    made_at: Moment
    done_at: Moment | None


class TaskList(Answer):
    """Open tasks, the oldest first."""

    tasks: list[TaskAnswer]


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


def task_answer(task: Task) -> TaskAnswer:
    """A task as /api/v1 answers it."""
    return TaskAnswer(
        id=task.id,
        kind=task.kind,
        branch_id=task.branch_id,
        product_id=task.product_id,
        product=task.product,
        quantity=task.quantity,
        purchase_id=task.purchase_id,
        made_at=task.made_at,
        done_at=task.done_at,
    )

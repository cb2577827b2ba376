"""Tasks as JSON."""

import uuid
from typing import Annotated

from pydantic import Field

from api_service.stock.models.tasks import Task, TaskKind
from api_service.stock.payloads.levels import BranchId
from common.payload import Answer, Moment, Payload, Whole


class TaskQuery(Payload):
    """Whose open tasks to list."""

    branch: BranchId | None = None
    limit: Annotated[Whole, Field(ge=1, le=1000)] = 100


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

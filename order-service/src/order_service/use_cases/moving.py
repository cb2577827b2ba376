"""An order goes on by hand: packed, shipped, delivered, or cancelled."""

import uuid

from common.errors import PreconditionFailed
from order_service.collaborators import Collaborators
from order_service.models.order import Order
from order_service.models.parts import By, Step
from order_service.models.status import Status
from order_service.repository import orders
from order_service.use_cases.delivering import GIVE_BACK, RELEASE, ask
from order_service.use_cases.seeing import Viewer


def move(
    desk: Collaborators,
    order_id: uuid.UUID,
    to: Status,
    viewer: Viewer,
    *,
    version: int | None = None,
    why: str = "",
) -> Order:
    """The order one step further; where it is there already, as it stands.

    With `version` only that one is moved on: somebody else may have done something meanwhile.

    Raises:
        NoSuchOrder: or none that this viewer may see.
        PreconditionFailed: it is another version by now.
        ImpossibleStep: it does not go there from where it is.
    """
    now = desk.now()
    with desk.store.writing() as connection:
        before = viewer.check(orders.take(connection, order_id))
        if version is not None and version != before.version:
            raise PreconditionFailed(version=before.version)
        if before.status is to or (to is Status.CANCELLED and before.status is Status.REFUNDED):
            return before
        after = before.moved_by_hand(to, Step(to, now, viewer.by, why))
        if to is Status.CANCELLED:
            if after.refund is not None:
                ask(connection, after, GIVE_BACK, now)
            elif after.reservation_id is not None:
                ask(connection, after, RELEASE, now)
        orders.keep(connection, before, after, look_at=None)
    return after


def cancel(desk: Collaborators, order_id: uuid.UUID, viewer: Viewer, *, why: str = "") -> Order:
    """The order as it is cancelled; what was paid goes back by itself. Once more: the order as it stands.

    Raises:
        NoSuchOrder, ImpossibleStep: as for `move`.
    """
    return move(desk, order_id, Status.CANCELLED, viewer, why=why)


def by_itself(desk: Collaborators) -> Viewer:
    """Order-service, who may do everything."""
    return Viewer(desk.itself, everything=True)


def as_staff(name: str, role: str, branch_id: str | None) -> Viewer:
    """Somebody who packs and sends for a branch, or for all of them."""
    return Viewer(By(name, role), everything=branch_id is None, branch_id=branch_id)

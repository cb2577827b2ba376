"""Who sends web orders, as JSON."""

from api_service.stock.models.web_orders import WebOrders
from api_service.stock.payloads.levels import BranchId
from common.payload import Answer, Payload


class WebOrdersRequest(Payload):
    """The shop that is to send web orders."""

    fulfilled_by: BranchId


class WebOrdersAnswer(Answer):
    """The shop that sends web orders, the branch in whose name they are sold, and whether somebody chose the shop."""

    fulfilled_by: str | None
    sold_by: str | None
    chosen: bool


def web_orders_answer(found: WebOrders) -> WebOrdersAnswer:
    """As /api/v1 answers it."""
    return WebOrdersAnswer(
        fulfilled_by=found.fulfilled_by, sold_by=found.sold_by, chosen=found.version > 0
    )

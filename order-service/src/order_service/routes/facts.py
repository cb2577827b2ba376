"""What an auditor reads of orders, by cursor."""

from flask import Blueprint, Response

from common.access import SERVICES, allow
from common.api import answer, operation
from common.errors import NotSignedIn
from common.facts import Facts, FactsQuery, page
from common.web import collaborators
from order_service.collaborators import Collaborators
from order_service.payloads import answers
from order_service.use_cases import reading

blueprint = Blueprint("facts", __name__, url_prefix="/api/v1/facts")


@blueprint.get("/orders")
@operation(
    summary="Every order, by its last change",
    tag="Facts",
    query=FactsQuery,
    answer=Facts,
    errors=(NotSignedIn,),
)
@allow(SERVICES)
def orders(query: FactsQuery) -> Response:
    """An order's place moves with every change, so whoever goes on from a place sees what changed since."""
    found = reading.facts(collaborators(Collaborators), query.after, query.limit + 1)
    return answer(page([answers.fact(each) for each in found], query))


@blueprint.get("/outbox")
@operation(
    summary="What was not delivered yet",
    tag="Facts",
    answer=answers.OutboxFacts,
    errors=(NotSignedIn,),
)
@allow(SERVICES)
def outbox() -> Response:
    """How much waits and is parked, and how old the oldest is."""
    found = reading.outbox_facts(collaborators(Collaborators))
    return answer(answers.OutboxFacts(facts=[], next=None, **found))

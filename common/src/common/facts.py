"""How a service tells its rows to whoever checks the books: in order, page by page, each with its place."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from common.payload import Answer, Payload, Whole


class FactsQuery(Payload):
    """Facts behind a place, at most so many."""

    after: Annotated[Whole, Field(ge=0)] = 0
    limit: Annotated[Whole, Field(ge=1, le=1000)] = 500


class Facts(Answer):
    """A page of facts by rising place; `next` is the last place of this page, null where nothing follows."""

    facts: list[dict[str, Any]]
    next: int | None


def page(rows: Sequence[dict[str, Any]], query: FactsQuery) -> Facts:
    """The page of what was read for a query with one row more than its limit, so that the last page is known as one.

    Each row has its `place`, a number that rises. A place is given out before its transaction ends, so whoever goes on
    where they stopped, and does not start again, may miss a row that was still under way.
    """
    shown = list(rows[: query.limit])
    return Facts(facts=shown, next=shown[-1]["place"] if len(rows) > query.limit else None)

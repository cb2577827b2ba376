"""The books over HTTP: reports, definitions, branches, customers and what they bought."""

import uuid
from collections.abc import Sequence
from typing import Any, Protocol

from common.errors import NeighbourUnavailable, NotSignedIn
from common.service_client import Refusal, Reply, ServiceClient
from common.service_tokens import ServiceTokens
from dashboard_service.clients import reading
from dashboard_service.errors import NumbersAway
from dashboard_service.models.figures import (
    Customer,
    Definitions,
    LoyalBuyers,
    Places,
    PurchasePage,
    Question,
    RankedProduct,
    SalesReport,
    Summary,
)
from dashboard_service.models.period import Against, Group


class Books(Protocol):
    """Whoever keeps the books. Every call may raise NumbersAway."""

    def ping(self) -> None:
        """Find out whether they answer at all."""

    def marker(self) -> str:
        """A text that changes whenever anything was booked or changed."""

    def places(self) -> Places:
        """The company's branches."""

    def definitions(self) -> Definitions:
        """What every number means, by its name in the reports."""

    def sales(self, question: Question, group: Group, against: Against) -> SalesReport:
        """What was sold, beside earlier days; the question names its days."""

    def products(
        self, question: Question, against: Against, places: int
    ) -> Sequence[RankedProduct]:
        """The products with the so many highest counts of units, whoever shares one included."""

    def loyal_buyers(self, question: Question, min_purchases: int, limit: int) -> LoyalBuyers:
        """Who bought at least so many times, the most loyal first."""

    def customers(self, words: str, limit: int) -> Sequence[Customer]:
        """Customers by name or by the beginning of their id, the best match first."""

    def summary(self, customer_id: uuid.UUID) -> Summary | None:
        """What a customer bought in all; None if nobody has this id."""

    def purchases(
        self, customer_id: uuid.UUID, cursor: str | None, limit: int, branch_id: str | None
    ) -> PurchasePage | None:
        """A customer's purchases, in one branch if it is named, newest first; None for a cursor that is none."""

    def has_products(self) -> bool:
        """Whether there is anything to sell."""


class HttpBooks:
    """The books as api-service serves them."""

    def __init__(self, url: str, tokens: ServiceTokens) -> None:
        """Nothing is opened yet."""
        self._client = ServiceClient(
            "api-service", url, audience="api-service", tokens=tokens, timeout_seconds=5.0
        )
        # every open dashboard waits for these; their answers are the same for all, so all share them
        self._knocker = ServiceClient(
            "api-service",
            url,
            audience="api-service",
            tokens=tokens,
            timeout_seconds=1.0,
            for_people=False,
        )

    def ping(self) -> None:
        """Find out whether they answer at all; their database is their own business."""
        self._get(self._knocker, "/livez")

    def marker(self) -> str:
        """Whether anything has changed."""
        marker: str = self._get(self._knocker, "/api/v1/reports/marker").content["marker"]
        return marker

    def places(self) -> Places:
        """The company's branches."""
        return reading.places(self._get(self._knocker, "/api/v1/branches").content)

    def definitions(self) -> Definitions:
        """What every number means."""
        return reading.definitions(self._get(self._knocker, "/api/v1/reports/definitions").content)

    def sales(self, question: Question, group: Group, against: Against) -> SalesReport:
        """What was sold."""
        query = _query(question) | {"group": group.value, "compare": against.value}
        return reading.sales(self._get(self._client, "/api/v1/reports/sales", query).content)

    def products(
        self, question: Question, against: Against, places: int
    ) -> Sequence[RankedProduct]:
        """What sells best."""
        query = _query(question) | {"compare": against.value, "limit": places}
        return reading.products(self._get(self._client, "/api/v1/reports/products", query).content)

    def loyal_buyers(self, question: Question, min_purchases: int, limit: int) -> LoyalBuyers:
        """Who comes back."""
        query = _query(question) | {"min_purchases": min_purchases, "limit": limit}
        reply = self._get(self._client, "/api/v1/reports/customers", query)
        return reading.loyal_buyers(reply.content)

    def customers(self, words: str, limit: int) -> Sequence[Customer]:
        """Customers, the best match first."""
        query = {"search": words, "limit": limit}
        return reading.customers(self._get(self._client, "/api/v1/customers", query).content)

    def summary(self, customer_id: uuid.UUID) -> Summary | None:
        """What a customer bought in all."""
        try:
            reply = self._get(self._client, f"/api/v1/customers/{customer_id}/summary")
        except Refusal as refusal:
            if refusal.status == 404:
                return None
            raise
        return reading.summary(reply.content)

    def purchases(
        self, customer_id: uuid.UUID, cursor: str | None, limit: int, branch_id: str | None
    ) -> PurchasePage | None:
        """A customer's purchases."""
        query: dict[str, Any] = {"customer": str(customer_id), "limit": limit}
        query |= {"cursor": cursor} if cursor else {}
        query |= {"branch": branch_id} if branch_id else {}
        try:
            reply = self._get(self._client, "/api/v1/purchases", query)
        except Refusal as refusal:
            if refusal.status in (400, 422):
                return None
            raise
        return reading.purchases(reply.content)

    def has_products(self) -> bool:
        """Whether there is anything to sell."""
        return bool(self._get(self._knocker, "/api/v1/products", {"limit": 1}).content["products"])

    def _get(self, client: ServiceClient, path: str, query: dict[str, Any] | None = None) -> Reply:
        try:
            return client.get(path, query)
        except NeighbourUnavailable as error:
            raise NumbersAway from error
        except Refusal as refusal:
            if refusal.status == 401:  # the session ended between two questions
                raise NotSignedIn(refusal.detail) from refusal
            raise


def _query(question: Question) -> dict[str, Any]:
    days = question.days
    query: dict[str, Any] = {"branch": question.branch_id} if question.branch_id else {}
    if days is not None:
        query |= {"from": days.first.isoformat(), "to": days.last.isoformat()}
    return query

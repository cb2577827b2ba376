"""The books over HTTP: the catalogue to read, sales to record, receipts and customers to look up."""

import uuid
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Protocol

from cashier_service.clients import reading
from cashier_service.errors import NotSent, OutcomeUnknown, SaleRefused
from cashier_service.models.catalogue import Catalogue
from cashier_service.models.purchase import Customer, Purchase, Sale
from common.errors import NeighbourNotAsked, NeighbourUnavailable
from common.pricing import promotion_of
from common.service_client import Refusal, Reply, ServiceClient
from common.service_tokens import ServiceTokens

_PAGE = 1000

#: Purchases kept to be shown again: those of a busy hour.
_REMEMBERED = 200

#: A catalogue that changes between two pages is read again from its first page, so often.
_READINGS = 3

_NOT_SIGNED_IN = 401


class Books(Protocol):
    """Whoever keeps the books. Every call may raise NeighbourUnavailable."""

    def ping(self) -> None:
        """Find out whether they answer at all."""

    def catalogue(self, known: str | None) -> Catalogue | None:
        """The catalogue; None if its version is still the one that is known."""

    def record_sale(self, sale: Sale) -> Purchase:
        """Book a sale; repeating it is safe and gives the same purchase.

        Raises:
            NotSent: nothing was booked by this call, for the books do not answer.
            OutcomeUnknown: they may have booked it.
            SaleRefused: they said no.
            Refusal: whoever sells is not signed in any more; nothing was booked.
        """

    def purchase(self, purchase_id: uuid.UUID) -> Purchase | None:
        """One purchase; None if the books have none with this id."""

    def last_purchases(self, till_id: str, limit: int) -> Sequence[Purchase]:
        """A till's newest purchases, newest first."""

    def customers(self, words: str, limit: int) -> Sequence[Customer]:
        """Customers by name or by the beginning of their id, the best match first."""

    def add_customer(self, customer_id: uuid.UUID, name: str) -> Customer:
        """Enter a customer; repeating it is safe."""

    def name_of(self, account_id: uuid.UUID) -> str:
        """The name of a person who works here, or did; empty for a stranger."""

    def is_used(self, code: str) -> bool:
        """Whether a coupon that can be used once was, by a purchase."""


class HttpBooks:
    """The books as api-service serves them."""

    def __init__(self, url: str, tokens: ServiceTokens) -> None:
        """Nothing is opened yet."""
        self._client = ServiceClient(
            "The books", url, audience="api-service", tokens=tokens, timeout_seconds=3.0
        )
        # everybody shares the catalogue, so it is the service that asks for it, and nobody's branch narrows it
        self._for_all = ServiceClient(
            "The books", url, audience="api-service", tokens=tokens, for_people=False
        )
        # whether they answer is asked while a cashier waits
        self._knocker = ServiceClient(
            "The books", url, audience="api-service", tokens=tokens, timeout_seconds=1.0
        )
        # a purchase never changes, and the change due must be shown even if the books go away just after booking it
        self._booked: OrderedDict[uuid.UUID, Purchase] = OrderedDict()

    def ping(self) -> None:
        """Find out whether they answer at all; their database is their own business."""
        self._knocker.get("/livez")

    def catalogue(self, known: str | None) -> Catalogue | None:
        """Every page of the products, the promotions and the branches, of one version."""
        query: dict[str, Any] = {"limit": _PAGE}
        for _ in range(_READINGS):
            first = self._for_all.get("/api/v1/products", query, etag=known)
            if first.status == 304:
                return None
            pages = [first]
            while pages[-1].content["next"] and pages[-1].etag == first.etag:
                cursor = pages[-1].content["next"]
                pages.append(self._for_all.get("/api/v1/products", query | {"cursor": cursor}))
            promotions = self._for_all.get("/api/v1/promotions")
            coupons = self._for_all.get("/api/v1/coupons")
            read = {_revision(each) for each in (first, promotions, coupons)}
            if pages[-1].etag == first.etag and len(read) == 1:
                break
        places = self._for_all.get("/api/v1/branches").content
        return Catalogue.of(
            version=first.etag or "",
            company=reading.company(places["company"]),
            branches=[reading.branch(each) for each in places["branches"] if reading.sells(each)],
            products=[reading.product(each) for page in pages for each in page.content["products"]],
            promotions=[
                promotion_of(each)
                for each in (*promotions.content["promotions"], *coupons.content["coupons"])
            ],
        )

    def record_sale(self, sale: Sale) -> Purchase:
        """Knock first: where nobody answers, nothing was sent, and the cashier knows that nothing was booked."""
        try:
            self.ping()
        except NeighbourUnavailable as error:
            raise NotSent(headers=error.headers) from error
        try:
            reply = self._client.post(
                "/api/v1/purchases", reading.written_sale(sale), idempotency_key=str(sale.id)
            )
        except NeighbourNotAsked as error:
            raise NotSent(headers=error.headers) from error
        except NeighbourUnavailable as error:
            raise OutcomeUnknown(headers=error.headers) from error
        except Refusal as refusal:
            if refusal.status == _NOT_SIGNED_IN:
                raise
            coupons = tuple(refusal.problem.get("coupons", ()))
            raise SaleRefused(refusal.code, refusal.detail, coupons) from refusal
        return self._remember(reading.purchase(reply.content))

    def purchase(self, purchase_id: uuid.UUID) -> Purchase | None:
        """One purchase, from memory if this process booked it lately."""
        if purchase_id in self._booked:
            return self._booked[purchase_id]
        try:
            return reading.purchase(self._client.get(f"/api/v1/purchases/{purchase_id}").content)
        except Refusal as refusal:
            if refusal.status == 404:
                return None
            raise

    def last_purchases(self, till_id: str, limit: int) -> Sequence[Purchase]:
        """A till's newest purchases."""
        reply = self._client.get("/api/v1/purchases", {"till": till_id, "limit": limit})
        return [reading.purchase(each) for each in reply.content["purchases"]]

    def customers(self, words: str, limit: int) -> Sequence[Customer]:
        """Customers, the best match first."""
        reply = self._client.get("/api/v1/customers", {"search": words, "limit": limit})
        return [reading.customer(each) for each in reply.content["customers"]]

    def add_customer(self, customer_id: uuid.UUID, name: str) -> Customer:
        """Enter a customer under an id that was made for it."""
        reply = self._client.post(
            "/api/v1/customers", {"name": name}, idempotency_key=str(customer_id)
        )
        return reading.customer(reply.content)

    def name_of(self, account_id: uuid.UUID) -> str:
        """The name of a person, as the receipt says it."""
        reply = self._for_all.get("/internal/names", {"ids": str(account_id)})
        return str(reply.content["names"].get(str(account_id), ""))

    def is_used(self, code: str) -> bool:
        """Asked while a cashier waits."""
        found = self._knocker.post("/api/v1/coupons/look-up", {"codes": [code]}).content
        return any(each["used"] for each in found["coupons"])

    def _remember(self, purchase: Purchase) -> Purchase:
        self._booked[purchase.id] = purchase
        while len(self._booked) > _REMEMBERED:
            self._booked.popitem(last=False)
        return purchase


def _revision(reply: Reply) -> str:
    """The revision of the catalogue that an answer was read at: the end of its tag, "products-17"."""
    return (reply.etag or "").strip('"').rpartition("-")[2]

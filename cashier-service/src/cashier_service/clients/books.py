"""The books over HTTP: the catalogue to read, sales to record, receipts and customers to look up."""

import uuid
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from cashier_service.errors import NotSent, OutcomeUnknown, SaleRefused
from cashier_service.models.catalogue import Branch, Catalogue, Company, Product, Till
from cashier_service.models.payment import Method, Tender
from cashier_service.models.purchase import Customer, Discount, Purchase, Sale, SoldLine
from common.errors import NeighbourUnavailable
from common.money import Money
from common.pricing import VatSum, promotion_of
from common.service_client import Refusal, Reply, ServiceClient

_PAGE = 1000

#: Purchases kept to be shown again: those of a busy hour.
_REMEMBERED = 200

#: A catalogue that changes between two pages is read again from its first page, so often.
_READINGS = 3


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
        """

    def purchase(self, purchase_id: uuid.UUID) -> Purchase | None:
        """One purchase; None if the books have none with this id."""

    def last_purchases(self, till_id: str, limit: int) -> Sequence[Purchase]:
        """A till's newest purchases, newest first."""

    def customers(self, words: str, limit: int) -> Sequence[Customer]:
        """Customers by name or by the beginning of their id, the best match first."""

    def add_customer(self, customer_id: uuid.UUID, name: str) -> Customer:
        """Enter a customer; repeating it is safe."""


class HttpBooks:
    """The books as api-service serves them."""

    def __init__(self, url: str) -> None:
        """Nothing is opened yet."""
        self._client = ServiceClient("The books", url, timeout_seconds=3.0)
        # whether they answer is asked while a cashier waits
        self._knocker = ServiceClient("The books", url, timeout_seconds=1.0)
        # a purchase never changes, and the change due must be shown even if the books go away just after booking it
        self._booked: OrderedDict[uuid.UUID, Purchase] = OrderedDict()

    def ping(self) -> None:
        """Find out whether they answer at all; their database is their own business."""
        self._knocker.get("/livez")

    def catalogue(self, known: str | None) -> Catalogue | None:
        """Every page of the products, the promotions and the branches, of one version."""
        query: dict[str, Any] = {"limit": _PAGE}
        for _ in range(_READINGS):
            first = self._client.get("/api/v1/products", query, etag=known)
            if first.status == 304:
                return None
            pages = [first]
            while pages[-1].content["next"] and pages[-1].etag == first.etag:
                cursor = pages[-1].content["next"]
                pages.append(self._client.get("/api/v1/products", query | {"cursor": cursor}))
            promotions = self._client.get("/api/v1/promotions")
            if pages[-1].etag == first.etag and _revision(promotions) == _revision(first):
                break
        places = self._client.get("/api/v1/branches").content
        return Catalogue.of(
            version=first.etag or "",
            company=_company(places["company"]),
            branches=[_branch(each) for each in places["branches"] if _sells(each)],
            products=[_product(each) for page in pages for each in page.content["products"]],
            promotions=[promotion_of(each) for each in promotions.content["promotions"]],
        )

    def record_sale(self, sale: Sale) -> Purchase:
        """Knock first: where nobody answers, nothing was sent, and the cashier knows that nothing was booked."""
        try:
            self.ping()
        except NeighbourUnavailable as error:
            raise NotSent(headers=error.headers) from error
        try:
            reply = self._client.post(
                "/api/v1/purchases", _sale(sale), idempotency_key=str(sale.id)
            )
        except NeighbourUnavailable as error:
            raise OutcomeUnknown(headers=error.headers) from error
        except Refusal as refusal:
            raise SaleRefused(refusal.code, refusal.detail) from refusal
        return self._remember(_purchase(reply.content))

    def purchase(self, purchase_id: uuid.UUID) -> Purchase | None:
        """One purchase, from memory if this process booked it lately."""
        if purchase_id in self._booked:
            return self._booked[purchase_id]
        try:
            return _purchase(self._client.get(f"/api/v1/purchases/{purchase_id}").content)
        except Refusal as refusal:
            if refusal.status == 404:
                return None
            raise

    def last_purchases(self, till_id: str, limit: int) -> Sequence[Purchase]:
        """A till's newest purchases."""
        reply = self._client.get("/api/v1/purchases", {"till": till_id, "limit": limit})
        return [_purchase(each) for each in reply.content["purchases"]]

    def customers(self, words: str, limit: int) -> Sequence[Customer]:
        """Customers, the best match first."""
        reply = self._client.get("/api/v1/customers", {"search": words, "limit": limit})
        return [_customer(each) for each in reply.content["customers"]]

    def add_customer(self, customer_id: uuid.UUID, name: str) -> Customer:
        """Enter a customer under an id that was made for it."""
        reply = self._client.post(
            "/api/v1/customers", {"name": name}, idempotency_key=str(customer_id)
        )
        return _customer(reply.content)

    def _remember(self, purchase: Purchase) -> Purchase:
        self._booked[purchase.id] = purchase
        while len(self._booked) > _REMEMBERED:
            self._booked.popitem(last=False)
        return purchase


def _revision(reply: Reply) -> str:
    """The revision of the catalogue that an answer was read at: the end of its tag, "products-17"."""
    return (reply.etag or "").strip('"').rpartition("-")[2]


def _sells(branch: dict[str, Any]) -> bool:
    return branch["kind"] == "shop" and not branch["archived"]


def _company(read: dict[str, Any]) -> Company:
    return Company(
        name=read["name"],
        vat_id=read["vat_id"],
        currency=read["currency"],
        time_zone=read["time_zone"],
    )


def _branch(read: dict[str, Any]) -> Branch:
    return Branch(
        id=read["id"],
        name=read["name"],
        address=read["address"],
        tills=tuple(
            Till(
                id=till["id"],
                name=till["name"],
                branch_id=read["id"],
                branch_name=read["name"],
                address=read["address"],
                time_zone=read["time_zone"],
            )
            for till in read["tills"]
            if not till["archived"]
        ),
    )


def _product(read: dict[str, Any]) -> Product:
    return Product(
        id=read["id"],
        code=read["code"],
        barcode=read["barcode"],
        name=read["name"],
        note=read["unit"] or read["artist"] or read["code"],
        department=read["department"],
        price=_money(read["price"]),
        vat_basis_points=read["vat_basis_points"],
    )


def _purchase(read: dict[str, Any]) -> Purchase:
    return Purchase(
        id=uuid.UUID(read["id"]),
        receipt=read["receipt"],
        branch_id=read["branch_id"],
        till_id=read["till_id"],
        sold_at=datetime.fromisoformat(read["sold_at"]),
        lines=tuple(
            SoldLine(
                name=line["name"],
                quantity=line["quantity"],
                unit_price=_money(line["unit_price"]),
                discounts=tuple(
                    Discount(each["name"], _money(each["amount"])) for each in line["discounts"]
                ),
                total=_money(line["total"]),
            )
            for line in read["lines"]
        ),
        total=_money(read["total"]),
        vat=tuple(
            VatSum(
                basis_points=each["basis_points"],
                net=_money(each["net"]),
                vat=_money(each["vat"]),
                gross=_money(each["gross"]),
            )
            for each in read["vat"]
        ),
        tenders=tuple(
            Tender(
                method=Method(tender["kind"]),
                amount=_money(tender["amount"]),
                given=_money(tender["given"]),
            )
            for tender in read["tenders"]
        ),
    )


def _customer(read: dict[str, Any]) -> Customer:
    return Customer(id=uuid.UUID(read["id"]), name=read["name"], email=read["email"])


def _sale(sale: Sale) -> dict[str, Any]:
    return {
        "branch_id": sale.branch_id,
        "till_id": sale.till_id,
        "lines": [
            {"product_id": product_id, "quantity": quantity} for product_id, quantity in sale.lines
        ],
        "customer_id": str(sale.customer_id) if sale.customer_id else None,
        "total": _amount(sale.total),
        "tenders": [
            {
                "kind": tender.method.value,
                "amount": _amount(tender.amount),
                "given": _amount(tender.given),
            }
            for tender in sale.tenders
        ],
    }


def _money(read: dict[str, Any]) -> Money:
    return Money(read["minor"], read["currency"])


def _amount(money: Money) -> dict[str, Any]:
    return {"minor": money.minor, "currency": money.currency}

"""What use cases are handed: everything that a test may want to replace."""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cart_service.clients.books import Books, HttpBooks
from cart_service.clients.coupons import Coupons, HttpCoupons, RememberedCoupons
from cart_service.clients.gateway import Gateway, HttpGateway
from cart_service.clients.orders import HttpOrders, Orders
from cart_service.clients.remembered import RememberedCatalogue
from cart_service.clients.shop import HttpShop, Shop
from cart_service.clients.stock import RememberedStock
from cart_service.config import Settings
from cart_service.repository import catalogues
from cart_service.repository import coupons as used_coupons
from cart_service.repository.tables import STEPS
from common.clock import Clock, SystemClock, milliseconds
from common.pricing import Coupon
from common.service_client import ServiceClient
from common.service_tokens import ServiceTokens
from common.sessions.cookies import LastingCookie
from common.sessions.door import Door
from common.sessions.people import People
from common.stores import Store, open_store

#: How long a basket lasts after its last change, and so the cookie that leads to it.
BASKET_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Collaborators:
    """The basket's surroundings, one set per application."""

    settings: Settings
    clock: Clock
    door: Door
    tokens: ServiceTokens
    cookie: LastingCookie
    store: Store
    catalogue: RememberedCatalogue
    stock: RememberedStock
    books: Books
    gateway: Gateway
    orders: Orders
    coupons: RememberedCoupons
    card_key: bytes
    """Without it what is kept of a wish tells nobody which card it was made of."""
    wait: Callable[[float], None] = time.sleep

    @classmethod
    def of(
        cls,
        settings: Settings,
        *,
        shop: Shop | None = None,
        people: People | None = None,
        store: Store | None = None,
        clock: Clock | None = None,
        books: Books | None = None,
        gateway: Gateway | None = None,
        orders: Orders | None = None,
        coupons: Coupons | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> "Collaborators":
        """The real ones, but for what is handed in; nothing is opened yet."""
        tokens = ServiceTokens(settings.service_key.get_secret_value(), service=settings.service)
        accounts = ServiceClient(
            "The books", settings.api_url, audience="api-service", tokens=tokens
        )
        domain = settings.shop_cookie_domain
        store = store or open_store(
            settings.cart_db_url, application=settings.service, package="cart_service", steps=STEPS
        )
        clock = clock or SystemClock()
        shop = shop or HttpShop(settings.store_url, tokens)
        return cls(
            settings=settings,
            clock=clock,
            door=Door(
                settings,
                people or People(accounts, service=settings.service, application="shop"),
                application="shop",
                cookie_domain=domain,
            ),
            tokens=tokens,
            cookie=LastingCookie.of(settings, "basket", seconds=BASKET_SECONDS, domain=domain),
            store=store,
            catalogue=RememberedCatalogue(shop, InStore(store), clock),
            stock=RememberedStock(shop, clock),
            books=books or HttpBooks(settings.api_url, tokens),
            gateway=gateway or HttpGateway(settings.gateway_url, tokens),
            orders=orders or HttpOrders(settings.order_url, tokens),
            coupons=RememberedCoupons(
                coupons or HttpCoupons(settings.api_url, tokens), UsedInStore(store), clock
            ),
            card_key=hashlib.blake2b(
                settings.secret_key.get_secret_value().encode(), digest_size=32, person=b"wish"
            ).digest(),
            wait=wait,
        )


@dataclass(frozen=True, slots=True)
class InStore:
    """The last catalogue, kept beside the baskets."""

    store: Store

    def read(self) -> tuple[dict[str, Any], datetime] | None:
        """What was kept, and when the shop last vouched for it."""
        with self.store.reading() as connection:
            found = catalogues.kept(connection)
        return None if found is None else (found[0], datetime.fromtimestamp(found[1] / 1000, UTC))

    def keep(self, content: dict[str, Any], vouched_at: datetime) -> None:
        """Keep this one."""
        with self.store.writing() as connection:
            catalogues.keep(
                connection, str(content["revision"]), content, now=milliseconds(vouched_at)
            )

    def vouch(self, version: str, vouched_at: datetime) -> None:
        """Note that the shop still vouches for it."""
        with self.store.writing() as connection:
            catalogues.vouched(connection, version, now=milliseconds(vouched_at))


@dataclass(frozen=True, slots=True)
class UsedInStore:
    """The coupons that were used, kept beside the baskets."""

    store: Store

    def used(self, coupons: Iterable[Coupon]) -> frozenset[str]:
        """The codes of those of them that are kept as used."""
        with self.store.reading() as connection:
            return used_coupons.used(connection, ((each.id, each.code) for each in coupons))

    def keep(self, used: Iterable[tuple[int, str]]) -> None:
        """Keep these, each by its promotion and code."""
        with self.store.writing() as connection:
            used_coupons.keep_used(connection, used)

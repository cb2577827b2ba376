"""A basket: its lines as they are kept, and how they change."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from cart_service.errors import BasketFull, NothingToPutBack, TooMany, TooManyCoupons
from cart_service.models.catalogue import Product
from common.errors import FieldError
from common.money import Money

MOST_UNITS = 999
MOST_LINES = 200
MOST_COUPONS = 10

#: So many lines that were taken out can still be put back.
_MOST_REMOVED = 20


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of a product, with the name and price that the shopper saw last.

    A line that was taken out stays behind for a while, so that it can be put back as it was.
    """

    product_id: int
    quantity: int
    name: str
    seen: Money
    removed: bool = False


@dataclass(frozen=True, slots=True)
class SeenOffer:
    """A promotion in the version that the shopper saw bite."""

    id: int
    version: int
    name: str
    code: str = ""
    """Of a coupon."""


@dataclass(frozen=True, slots=True)
class LeftOutLine:
    """So many units of a product for which there was no room."""

    product_id: int
    name: str
    quantity: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What did not fit when two baskets became one."""

    lines: tuple[LeftOutLine, ...] = ()
    coupons: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self.lines or self.coupons)

    def and_also(self, lines: Iterable[LeftOutLine], coupons: Iterable[str]) -> "LeftOut":
        """With more of it, each product and each coupon once."""
        found = {line.product_id: line for line in self.lines}
        for line in lines:
            before = found[line.product_id].quantity if line.product_id in found else 0
            found[line.product_id] = replace(line, quantity=before + line.quantity)
        return LeftOut(tuple(found.values()), tuple(dict.fromkeys((*self.coupons, *coupons))))


@dataclass(frozen=True, slots=True)
class Basket:
    """Lines in the order in which they came in, the promotions that the shopper saw at work, and codes of coupons."""

    id: str
    kept: tuple[Line, ...] = ()
    offers: tuple[SeenOffer, ...] = ()
    coupons: tuple[str, ...] = ()
    left_out: LeftOut = LeftOut()
    """Until the shopper has seen it."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """What lies in it."""
        return tuple(line for line in self.kept if not line.removed)

    @property
    def units(self) -> int:
        """How many things lie in it."""
        return sum(line.quantity for line in self.lines)

    def add(self, product: Product, quantity: int) -> "Basket":
        """More of a product.

        Raises:
            TooMany, BasketFull: as they say.
        """
        held = self._line(product.id)
        before = held.quantity if held and not held.removed else 0
        return self.hold(product, before + quantity)

    def hold(self, product: Product, quantity: int) -> "Basket":
        """So many of a product, and no longer as many as before; none takes it out.

        Raises:
            TooMany, BasketFull: as they say.
        """
        if quantity == 0:
            return self.remove(product.id)
        if quantity > MOST_UNITS:
            raise TooMany(errors=(FieldError("/quantity", f"is at most {MOST_UNITS}", "too_many"),))
        held = self._line(product.id)
        if held is not None and not held.removed:
            return self._with(replace(held, quantity=quantity))
        if len(self.lines) >= MOST_LINES:
            raise BasketFull
        return self._with(Line(product.id, quantity, product.name, product.price))

    def remove(self, product_id: int) -> "Basket":
        """Without this product, until it is put back; what is not in it cannot be missed."""
        held = self._line(product_id)
        if held is None:
            return self
        gone = [line for line in self.kept if line.removed and line.product_id != product_id]
        forgotten = gone[: max(len(gone) + 1 - _MOST_REMOVED, 0)]
        return replace(
            self,
            kept=tuple(
                replace(line, removed=True) if line is held else line
                for line in self.kept
                if line not in forgotten
            ),
        )

    def restore(self, product_id: int) -> "Basket":
        """With a product again as it lay there; what is in it already stays as it is.

        Raises:
            NothingToPutBack: it never was.
            BasketFull: others came in meanwhile.
        """
        held = self._line(product_id)
        if held is None:
            raise NothingToPutBack
        if held.removed and len(self.lines) >= MOST_LINES:
            raise BasketFull
        return self._with(replace(held, removed=False))

    def with_coupon(self, code: str) -> "Basket":
        """With a coupon; one that is there already stays once.

        Raises:
            TooManyCoupons: as it says.
        """
        if code in self.coupons:
            return self
        if len(self.coupons) >= MOST_COUPONS:
            raise TooManyCoupons
        return replace(self, coupons=(*self.coupons, code))

    def without_coupons(self, codes: Collection[str]) -> "Basket":
        """Without these coupons; one that is not there cannot be missed."""
        return replace(self, coupons=tuple(each for each in self.coupons if each not in codes))

    def emptied(self) -> "Basket":
        """With nothing in it, and nothing to put back."""
        return Basket(self.id)

    def joined(self, other: "Basket") -> "Basket":
        """With what lay in another one too: quantities add up, as far as a basket reaches; the rest is `left_out`."""
        held = {line.product_id: line for line in self.lines}
        rest = []
        for line in other.lines:
            mine = held.get(line.product_id)
            if mine is None and len(held) >= MOST_LINES:
                rest.append(LeftOutLine(line.product_id, line.name, line.quantity))
                continue
            together = line.quantity + (mine.quantity if mine else 0)
            held[line.product_id] = replace(mine or line, quantity=min(together, MOST_UNITS))
            if together > MOST_UNITS:
                rest.append(LeftOutLine(line.product_id, line.name, together - MOST_UNITS))
        known = {offer.id: offer for offer in (*other.offers, *self.offers)}
        coupons = tuple(dict.fromkeys((*self.coupons, *other.coupons)))
        return Basket(
            self.id,
            tuple(held.values()),
            tuple(known.values()),
            coupons[:MOST_COUPONS],
            self.left_out.and_also(
                (*other.left_out.lines, *rest), (*other.left_out.coupons, *coupons[MOST_COUPONS:])
            ),
        )

    def without(self, bought: Mapping[int, int], coupons: Collection[str] = ()) -> "Basket":
        """With so many less of each product, and without coupons that were used; what was put in meanwhile stays.

        Nothing of what was bought can be put back.
        """
        left = (
            replace(line, quantity=line.quantity - bought.get(line.product_id, 0))
            for line in self.lines
        )
        return replace(
            self,
            kept=tuple(line for line in left if line.quantity > 0),
            coupons=tuple(each for each in self.coupons if each not in coupons),
        )

    def accepted(self, products: Iterable[Product]) -> "Basket":
        """With the present prices as seen, and what was left out; the offers are for `seen_at_work` to renew."""
        prices = {product.id: product.price for product in products}
        return replace(
            self,
            kept=tuple(
                replace(line, seen=prices.get(line.product_id, line.seen)) for line in self.kept
            ),
            offers=(),
            left_out=LeftOut(),
        )

    def seen_at_work(self, offers: Iterable[SeenOffer]) -> "Basket":
        """With these promotions as those that the shopper saw."""
        return replace(self, offers=tuple(offers))

    def _line(self, product_id: int) -> Line | None:
        return next((line for line in self.kept if line.product_id == product_id), None)

    def _with(self, changed: Line) -> "Basket":
        ids = [line.product_id for line in self.kept]
        if changed.product_id not in ids:
            return replace(self, kept=(*self.kept, changed))
        return replace(
            self,
            kept=tuple(
                changed if line.product_id == changed.product_id else line for line in self.kept
            ),
        )

"""Makes up what a chain could have sold: by weekday and hour, to regulars and strangers, the same at every call."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from random import Random
from zoneinfo import ZoneInfo

from api_service.catalogue.models import Branch, Product
from api_service.importer.checks import Catalogue
from api_service.importer.errors import NothingToSell
from api_service.importer.models import Basket, Entry, NewCustomer
from api_service.importer.rows import moment

#: How busy the days of a week are, Monday first, and the hours of a day from 8 to 20.
_DAYS = (0.86, 0.88, 0.93, 1.0, 1.2, 1.46, 0.52)
_OPENS = 8
_WEEKDAY = (20, 34, 38, 48, 66, 58, 42, 40, 48, 72, 70, 42, 24)
_SATURDAY = (22, 45, 66, 74, 74, 66, 62, 60, 56, 52, 40, 24, 12)
_SUNDAY = (0, 0, 45, 75, 80, 65, 55, 55, 40, 0, 0, 0, 0)

#: How many different products a purchase has, from one up, and how many units of each: in percent.
_SIZES = (17, 26, 24, 15, 9, 5, 3, 1)
_QUANTITIES = (85, 12, 3)

#: People buy much the same things again; pricing each basket once is what makes a million purchases quick.
_DIFFERENT_BASKETS = 5_000

#: 1 would let every customer come equally often; this gives a few of them a purchase a day and most a handful.
_LOYALTY = 1.6
_AT_HOME = 0.85


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to make up; plans that are equal make the same purchases, any other makes more."""

    purchases: int
    seed: int
    days: int
    customers: int

    def dice(self, of: str) -> Random:
        """Chance, the same at every call; each kind of thing has dice of its own."""
        numbers = (self.purchases, self.seed, self.days, self.customers)
        return Random(f"{numbers} {of}")  # noqa: S311  # nothing here is a secret

    def customer_ids(self) -> Iterator[uuid.UUID]:
        """The buyers, those that come most often first."""
        dice = self.dice("customers")
        return (_id(dice) for _ in range(self.customers))


def customers(plan: Plan, names: Sequence[str]) -> Iterator[NewCustomer]:
    """The buyers by name, made of the first and last words of these names."""
    firsts = [name.split(" ", 1)[0] for name in names]
    lasts = [name.split(" ", 1)[-1] for name in names]
    dice = plan.dice("names")
    for customer_id in plan.customer_ids():
        yield NewCustomer(customer_id, f"{dice.choice(firsts)} {dice.choice(lasts)}")


def purchases(plan: Plan, catalogue: Catalogue, now: datetime) -> Iterator[Entry]:
    """Exactly as many purchases as planned, day by day until now.

    Raises:
        NothingToSell: the catalogue has no shop, or no product on sale.
    """
    shops = [shop for shop in catalogue.shops if shop.sells]
    goods = [product for product in catalogue.products.values() if not product.archived]
    if not shops or not goods:
        raise NothingToSell("There is no shop, or no product on sale, to make up purchases with")
    baskets = _baskets(plan, goods, catalogue.company.currency, now)
    return _sold(plan, _Chance(plan, shops, baskets), catalogue.company.time_zone, now)


class _Chance:
    """What decides about a purchase."""

    def __init__(self, plan: Plan, shops: Sequence[Branch], baskets: Sequence[Basket]) -> None:
        self.dice = plan.dice("sales")
        self.baskets = baskets
        self._ids = plan.dice("purchases")
        self._shops = shops
        self._sizes = list(accumulate(1 / place for place in range(1, len(shops) + 1)))
        self._customers = list(plan.customer_ids())
        self._homes = self._any_shops(len(self._customers))

    def purchase(self, number: int, day: "_Day") -> Entry:
        """The next purchase, somewhere on this day."""
        place = int(len(self._customers) * self.dice.random() ** _LOYALTY)
        shop = self._homes[place]
        if self.dice.random() > _AT_HOME:
            shop = self._any_shops(1)[0]
        return Entry(
            line=number,
            id=_id(self._ids),
            branch_id=shop.id,
            customer_id=self._customers[place],
            sold_at=day.moment(self.dice),
            basket=self.dice.choice(self.baskets),
        )

    def _any_shops(self, number: int) -> list[Branch]:
        return self.dice.choices(self._shops, cum_weights=self._sizes, k=number)


class _Day:
    """The hours of one day, as far as they are over; all shops keep the company's."""

    def __init__(self, day: date, now: datetime, time_zone: str) -> None:
        hours = {5: _SATURDAY, 6: _SUNDAY}.get(day.weekday(), _WEEKDAY)
        over = now.hour - _OPENS if day == now.date() else len(hours)
        self._hours = list(accumulate(hours[: max(over, 0)]))
        self._opening = moment(datetime.combine(day, time(_OPENS)), time_zone)
        share = self._hours[-1] / sum(hours) if self._hours else 0.0
        self.weight = _DAYS[day.weekday()] * share
        """How busy it was so far, against other days."""

    def moment(self, dice: Random) -> datetime:
        """Some moment of it while the shops were open."""
        hour = dice.choices(range(len(self._hours)), cum_weights=self._hours)[0]
        return self._opening + timedelta(seconds=hour * 3600 + int(dice.random() * 3600))


def _sold(plan: Plan, chance: _Chance, time_zone: str, now: datetime) -> Iterator[Entry]:
    local = now.astimezone(ZoneInfo(time_zone))
    days = [
        _Day(local.date() - timedelta(days=ago), local, time_zone)
        for ago in range(plan.days, -1, -1)
    ]
    weather = plan.dice("days")
    weights = list(accumulate(day.weight * weather.uniform(0.85, 1.15) for day in days))
    ends = [int(plan.purchases * weight / weights[-1] + 0.5) for weight in weights]
    for day, (begin, end) in zip(days, pairwise([0, *ends]), strict=True):
        for number in range(begin, end):
            yield chance.purchase(number, day)


def _baskets(plan: Plan, goods: Sequence[Product], currency: str, now: datetime) -> list[Basket]:
    dice = plan.dice("baskets")
    popular = dice.sample(goods, len(goods))
    shares = list(accumulate(1 / (place + 3) for place in range(len(popular))))
    baskets = []
    for _ in range(_DIFFERENT_BASKETS):
        size = min(dice.choices(range(1, len(_SIZES) + 1), _SIZES)[0], len(popular))
        chosen: dict[int, Product] = {}
        while len(chosen) < size:
            product = dice.choices(popular, cum_weights=shares)[0]
            chosen[product.id] = product
        quantities = dice.choices(range(1, len(_QUANTITIES) + 1), _QUANTITIES, k=size)
        lines = map(Product.line, chosen.values(), quantities)
        baskets.append(Basket.of(lines, currency, now))
    return baskets


def _id(dice: Random) -> uuid.UUID:
    return uuid.UUID(int=dice.getrandbits(128), version=4)

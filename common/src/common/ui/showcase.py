"""What the page of all parts shows: made-up goods, people and figures that agree with each other."""

from datetime import date, timedelta
from types import SimpleNamespace as Item

from common.money import Money


def _eur(text: str) -> Money:
    return Money.parse(text, "EUR")


_HOURS = [str(hour) for hour in range(8, 21)]
_TODAY = ["212", "318", "402", "489", "641", "598", "455", "168"]
_YESTERDAY = [
    "198",
    "341",
    "377",
    "453",
    "589",
    "611",
    "402",
    "431",
    "473",
    "655",
    "702",
    "498",
    "237",
]

_LINES = [
    Item(quantity=1, name="Tomatoes", amount=_eur("2.40")),
    Item(quantity=1, name="Sourdough loaf", amount=_eur("3.80")),
    Item(
        quantity=3,
        name="T-shirt",
        amount=_eur("60.00"),
        offers=[("3 or more, 25 % off", _eur("-15.00"))],
    ),
    Item(quantity=1, name="Coffee mug", amount=_eur("7.50")),
    Item(quantity=3, name="Pen", amount=_eur("15.00"), offers=[("2 for 1", _eur("-5.00"))]),
]

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _wave(count: int, low: int, high: int) -> list[int]:
    """Figures that rise to the weekend and fall again, the same on every call."""
    week = (4, 3, 5, 6, 9, 10, 2)
    span = high - low
    return [low + span * (week[at % 7] * 10 + (at * 37) % 23) // 123 for at in range(count)]


SHOW = Item(
    amount=_eur("1402.10"),
    price=_eur("24.00"),
    total=_eur("68.70"),
    change=_eur("31.30"),
    refund=_eur("-15.00"),
    saved=_eur("20.00"),
    yen=Money(68_700, "JPY"),
    zero=_eur("0.00"),
    hours=Item(
        labels=_HOURS,
        values=[_eur(value) for value in _TODAY],
        was=[_eur(value) for value in _YESTERDAY],
        open_at=7,
    ),
    days=Item(
        labels=[str(day) for day in range(1, 32)],
        values=[Money(cents * 100, "EUR") for cents in _wave(20, 2400, 6900)],
        was=[Money(cents * 100, "EUR") for cents in _wave(31, 2100, 6600)],
        open_at=19,
    ),
    months=Item(
        labels=_MONTHS,
        values=_wave(11, 8_000, 14_000),
        was=_wave(12, 7_000, 12_500),
        open_at=10,
    ),
    quarter=Item(
        labels=[f"{date(2026, 8, 21) + timedelta(at):%-d %b}" for at in range(92)],
        values=_wave(92, 190, 720),
    ),
    branches=[
        Item(
            label="Market Hall", value=_eur("1402.10"), was=_eur("1318.40"), change=("6.3 %", "up")
        ),
        Item(label="Harbour", value=_eur("978.35"), was=_eur("1005.10"), change=("2.6 %", "down")),
        Item(label="Old Town", value=_eur("561.20"), was=_eur("498.90"), change=("12.6 %", "up")),
        Item(label="Online", value=_eur("341.75"), was=_eur("287.00"), change=("19.0 %", "up")),
    ],
    products=[
        Item(label="Bananas", value=96, was=88, href="#", change=("8", "up")),
        Item(label="Whole milk", value=88, was=91, href="#", change=("3", "down")),
        Item(label="Sourdough loaf", value=61, was=56, href="#", change=("5", "up")),
        Item(label="Tomatoes", value=61, was=49, href="#", change=("12", "up")),
    ],
    buyers=[
        Item(label="Marta Ruiz", value=14, href="#", aside=_eur("284.20")),
        Item(label="Tom Okafor", value=11, href="#", aside=_eur("197.60")),
        Item(label="Guest 4f2c9a1e", value=9, href="#", aside=_eur("121.35")),
        Item(label="Lena Brandt", value=9, href="#", aside=_eur("240.10")),
    ],
    tenders=[
        ("Cash", 71, _eur("846.15")),
        ("Card", 130, _eur("2095.50")),
        ("Web, captured", 13, _eur("341.75")),
    ],
    tender_total=("Tenders equal sales", 214, _eur("3283.40")),
    tiles=[
        Item(name="Tomatoes", note="500 g", dept="fresh", price=_eur("2.40"), count=1, offer=""),
        Item(name="Bananas", note="1 kg", dept="fresh", price=_eur("1.90"), count=0, offer=""),
        Item(
            name="Sourdough loaf",
            note="750 g",
            dept="bakery",
            price=_eur("3.80"),
            count=1,
            offer="",
        ),
        Item(name="Whole milk", note="1 l", dept="dairy", price=_eur("1.35"), count=0, offer=""),
        Item(
            name="Dark chocolate",
            note="100 g",
            dept="pantry",
            price=_eur("2.60"),
            count=0,
            offer="",
        ),
        Item(name="Pen", note="PEN", dept="goods", price=_eur("5.00"), count=3, offer="2 for 1"),
        Item(
            name="T-shirt",
            note="TSHIRT",
            dept="goods",
            price=_eur("20.00"),
            count=3,
            offer="3 or more, −25 %",
        ),
        Item(
            name="Night Tram",
            note="Odile Marchetti Trio",
            dept="music",
            price=_eur("24.00"),
            count=0,
            offer="",
        ),
    ],
    lines=_LINES,
    receipt=Item(
        seller="Mercato Harbour",
        address="Quay 12, VAT NL 0000.00.000",
        number="H2-004182",
        moment="20 Nov 2026, 15:21",
        lines=_LINES,
        total=_eur("68.70"),
        tenders=[("Cash", _eur("100.00")), ("Change", _eur("31.30"))],
        vat=[("VAT 9 % in 6.20", _eur("0.51")), ("VAT 21 % in 62.50", _eur("10.85"))],
    ),
    cash=[("20", True), ("10", True), ("1", False), ("20c", False), ("10c", False)],
    goods=[
        Item(
            name="Night Tram",
            maker="Odile Marchetti Trio",
            note="Jazz, 1964",
            price=_eur("24.00"),
            src="samples/night-tram.svg",
            offer="",
        ),
        Item(
            name="Kitchen Dub",
            maker="Roots of Maré",
            note="Dub, 1975",
            price=_eur("19.50"),
            src="samples/kitchen-dub.svg",
            offer="",
        ),
        Item(
            name="Bittersweet",
            maker="Lucía Ferrán",
            note="Pop, 1986",
            price=_eur("16.50"),
            src="samples/bittersweet.svg",
            offer="2 for 1",
        ),
        Item(
            name="Paper Moons",
            maker="The Ironmongers",
            note="Rock, 1978",
            price=_eur("22.00"),
            src="",
            offer="",
        ),
    ],
    page_address="#page-{}".format,
    steps=[
        Item(label="Placed", note="Wed 18 Nov, 19:42", state="done"),
        Item(label="Paid", note="Wed 18 Nov, 19:42", state="done"),
        Item(label="Shipped", note="Fri 20 Nov, 09:05, from Harbour", state="here"),
        Item(label="Delivered", note="Expected Sat 21 Nov", state=""),
    ],
    roles=[
        Item(name="Cashier", who="Ines, at Harbour till 2", value="cashier"),
        Item(name="Owner", who="Rosa, today in every branch", value="owner"),
        Item(name="Shop manager", who="Pieter, products and orders", value="manager"),
        Item(name="Customer", who="Marta, with a basket of 7", value="customer"),
    ],
    keys=[
        Item(key="F2", says="Search"),
        Item(key="+", says="One more"),
        Item(key="Del", says="Void last line"),
        Item(key="F4", says="Hold"),
        Item(key="F8", says="Discount", disabled=True),
    ],
    colours=(
        ("paper", "page"),
        ("sheet", "a sheet on it"),
        ("sunk", "below it"),
        ("line", "hairlines"),
        ("edge", "fields"),
        ("ink", "words"),
        ("ink-2", "second words"),
        ("ink-3", "captions"),
        ("basil", "go, and all is well"),
        ("basil-tint", "its surface"),
        ("saffron-fill", "offers, attention"),
        ("saffron-tint", "its surface"),
        ("tomato", "stop, refund, error"),
        ("tomato-tint", "its surface"),
        ("plum", "links, focus, news"),
        ("plum-tint", "its surface"),
        ("awning", "over every page"),
        ("awning-2", "its scallops"),
    ),
)

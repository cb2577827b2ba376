"""The invariants of the books themselves: each a sentence, the statement that counts it, and what a wrong row says."""

from dataclasses import dataclass
from enum import StrEnum

from api_service.audit.models import amounts


class Of(StrEnum):
    """What a row is about, so that it can be named as people know it."""

    PURCHASE = "purchase"
    LINE = "line"
    LEVEL = "level"
    TILL = "till"
    FIGURE = "figure"


class Unit(StrEnum):
    """In what the two sides of a comparison are counted."""

    MONEY = "money"
    PIECES = "pieces"
    AS_NAMED = "as named"
    """Each row says: amounts are those whose name ends in takings."""


@dataclass(frozen=True, slots=True)
class ByWeight:
    """A statement that tells in one go whether others would find anything wrong, though not what."""

    statement: str
    spares: tuple[str, ...]
    """What need not be counted row by row where it finds all equal."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An invariant that compares two figures of a row: what is stored, and what other rows make of it.

    Its statements are `sql/<name>.sql`, or those of `statements`; `by_weight` comes before them.
    """

    name: str
    sentence: str
    of: Of
    unit: Unit
    wrong: str
    """What a wrong row says, with {stored} and {counted}."""
    statements: tuple[str, ...] = ()
    by_weight: ByWeight | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """The statements that count it."""
        return self.statements or (self.name,)

    def says(self, stored: int | None, counted: int | None, currency: str, *, row: str = "") -> str:
        """What is wrong with a row, in plain words."""
        money = self.unit is Unit.MONEY or (self.unit is Unit.AS_NAMED and row.endswith("takings"))

        def written(value: int | None) -> str:
            if value is None:
                return "nothing"
            return f"{amounts.written(value, currency)} {currency}" if money else str(value)

        return self.wrong.format(stored=written(stored), counted=written(counted))


#: What is wrong here is priced again as well, so that the line is named.
PURCHASES_STAND = Rule(
    "purchases_stand",
    "No row of a purchase was changed since the auditor first saw it.",
    Of.PURCHASE,
    Unit.PIECES,
    "its rows are not what they were when the auditor first saw them",
)

RULES = (
    Rule(
        "tenders_make_totals",
        "What was paid for a purchase is its total.",
        Of.PURCHASE,
        Unit.MONEY,
        "its total is {stored}, and {counted} was paid",
    ),
    Rule(
        "lines_make_totals",
        "The lines of a purchase make its total.",
        Of.PURCHASE,
        Unit.MONEY,
        "its total is {stored}, and its lines make {counted}",
    ),
    Rule(
        "lines_add_up",
        "A line is its units times their price, less its discounts.",
        Of.LINE,
        Unit.MONEY,
        "it says {stored}, and its units, price and discounts make {counted}",
    ),
    Rule(
        "discounts_make_lines",
        "The discount of a line is what its promotions took off.",
        Of.LINE,
        Unit.MONEY,
        "{stored} was taken off, and its promotions make {counted}",
    ),
    Rule(
        "prices_are_versions",
        "The price on a line is the one of the version that it names.",
        Of.LINE,
        Unit.MONEY,
        "its price is {stored}, and that version of it says {counted}",
    ),
    Rule(
        "sold_units_moved",
        "What was sold left the stock of its branch, unit by unit.",
        Of.PURCHASE,
        Unit.PIECES,
        "{stored} were sold of a product from a branch, and {counted} left its stock",
    ),
    Rule(
        "levels_are_movements",
        "Every stock level is the sum of its movements.",
        Of.LEVEL,
        Unit.PIECES,
        "the level says {stored}, and its movements make {counted}",
    ),
    Rule(
        "reserved_is_reservations",
        "What is kept for web orders is what live reservations hold.",
        Of.LEVEL,
        Unit.PIECES,
        "{stored} are kept, and the reservations hold {counted}",
    ),
    Rule(
        "refunds_make_totals",
        "A refund gives back what the purchase cost.",
        Of.PURCHASE,
        Unit.MONEY,
        "it cost {stored}, and its refund gives back {counted}",
    ),
    Rule(
        "refunds_make_lines",
        "A refund gives back every line, with its VAT.",
        Of.LINE,
        Unit.MONEY,
        "{stored} of it was to be given back, and its refund says {counted}",
    ),
    Rule(
        "returned_units_moved",
        "What was refunded is back in the stock that it came from, unit by unit.",
        Of.PURCHASE,
        Unit.PIECES,
        "{stored} of a product were given back to a branch, and {counted} came to its stock",
    ),
    Rule(
        "receipts_without_gap",
        "The receipt numbers of every till run on without a gap.",
        Of.TILL,
        Unit.PIECES,
        "{stored} numbers were given, and {counted} are in the books",
    ),
    Rule(
        "one_effect_per_key",
        "Whatever was asked for twice happened once.",
        Of.FIGURE,
        Unit.PIECES,
        "it may be there {stored} times, and is there {counted} times",
    ),
    Rule(
        "rollups_equal_a_recount",
        "The owner's numbers equal a recount.",
        Of.FIGURE,
        Unit.AS_NAMED,
        "the sums say {stored}, and a recount gives {counted}",
        statements=(
            "rollups_of_sales",
            "rollups_of_tenders",
            "rollups_of_products",
            "rollups_of_buyers",
        ),
        by_weight=ByWeight("rollups_by_weight", ("rollups_of_sales", "rollups_of_products")),
    ),
    PURCHASES_STAND,
    Rule(
        "promotions_stand",
        "No version of a promotion was changed since the auditor first saw it.",
        Of.FIGURE,
        Unit.PIECES,
        "it is not what it was when the auditor first saw it",
    ),
)

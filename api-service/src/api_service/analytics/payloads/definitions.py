"""What each number means, in one plain sentence: the one source for pages, exports and documentation."""

from collections.abc import Mapping

from common.payload import Answer

_DEFINITIONS: Mapping[str, tuple[str, str]] = {
    "revenue": (
        "Revenue",
        "What the purchases came to, VAT included and discounts taken off.",
    ),
    "refunded": (
        "Refunded",
        "What was given back in these days, whenever it was bought; revenue is counted before it.",
    ),
    "purchases": (
        "Purchases",
        "How many sales were booked; one receipt is one purchase, however long it is.",
    ),
    "average": (
        "Average purchase",
        "Revenue divided by purchases, rounded to the cent.",
    ),
    "units": (
        "Units",
        "How many single things were sold; three of the same count as three.",
    ),
    "buyers": (
        "Unique buyers",
        "How many different customers bought something; who buys in two branches counts once.",
    ),
    "loyal_buyers": (
        "Loyal buyers",
        "Customers with at least as many purchases as the threshold, which is yours to set.",
    ),
    "top_products": (
        "Top products",
        "The products with the most units sold; those with the same count share a place, and all of them are shown.",
    ),
    "tenders": (
        "Paid with",
        "Revenue by what it was paid with; a purchase paid half in cash and half by card counts with both.",
    ),
    "day": (
        "Day",
        "The calendar day where the branch stands; an hour that clocks repeat in autumn is shown twice.",
    ),
    "today": (
        "Today",
        "The day that it is now in the branch you look at, or at the company's seat when you look at all of them.",
    ),
    "previous": (
        "Against the days before",
        "The same number of days just before: for today it is yesterday, for seven days the seven before them.",
    ),
    "week": (
        "Against a week earlier",
        "The same days one week earlier, so a Friday stands beside a Friday.",
    ),
    "year": (
        "Against a year earlier",
        "The days 364 days earlier: 52 weeks to the day, so a Friday stands beside a Friday.",
    ),
    "so_far": (
        "At this time",
        "The earlier days up to the same time of day as now, so that a day which is not over is compared fairly.",
    ),
    "whole": (
        "The whole time before",
        "All of the earlier days, from their first to their last moment.",
    ),
    "branches": (
        "Branches",
        "Revenue by the branch that sold it, beside what the same branch had sold earlier at this time.",
    ),
    "spent": (
        "Spent",
        "All that a customer ever bought from us, history taken over from another system included.",
    ),
    "imported": (
        "History from elsewhere",
        "Purchases of another system count in what a customer has spent; elsewhere only if you choose their branch.",
    ),
    "as_of": (
        "As of",
        "The moment the numbers were read; every sale booked before it is in them.",
    ),
}


class Definition(Answer):
    """A number, what it is called on a page, and what it means."""

    number: str
    name: str
    meaning: str


class Definitions(Answer):
    """What every number means."""

    definitions: list[Definition]


class Marker(Answer):
    """An opaque text that changes whenever anything was booked or changed."""

    marker: str


def definitions() -> Definitions:
    """What every number means."""
    return Definitions(
        definitions=[
            Definition(number=number, name=name, meaning=meaning)
            for number, (name, meaning) in _DEFINITIONS.items()
        ]
    )

"""Reads what lies on the shelves before the first sale, and compares it with the catalogue."""

from collections.abc import Callable

from api_service.importer.chain import Opening
from api_service.importer.checks import Catalogue
from api_service.importer.files import Record
from api_service.importer.models import Doubt, shown

STOCK_COLUMNS = ("supermarket_id", "product_name", "quantity")

_MOST_UNITS = 10_000_000


class StockCheck:
    """Takes one row after the other; a product is opened once at each branch."""

    def __init__(self, catalogue: Catalogue, is_free: Callable[[str, int], bool]) -> None:
        """`is_free` says whether a branch never had a product yet."""
        self._catalogue = catalogue
        self._is_free = is_free
        self._seen: set[tuple[str, int]] = set()
        self.openings: list[Opening] = []
        self.doubts: list[Doubt] = []

    def read(self, record: Record) -> None:
        """Take one row: units to begin with, or a doubt."""
        try:
            opening, place = self._opening(*record.told())
        except ValueError as error:
            self.doubts.append(Doubt(record.line, str(error)))
        else:
            self._seen.add(place)
            self.openings.append(opening)

    def _opening(self, branch_id: str, name: str, quantity: str) -> tuple[Opening, tuple[str, int]]:
        branch, product = self._catalogue.shop(branch_id), self._catalogue.product(name)
        if not quantity.isdecimal() or not 1 <= int(quantity) <= _MOST_UNITS:
            raise ValueError(f"quantity {shown(quantity)} is no number of units")
        place = branch.id, product.id
        if place in self._seen or not self._is_free(*place):
            raise ValueError(f"{shown(name)} has been counted at {branch.id} already")
        return Opening(branch.id, product.name, int(quantity)), place

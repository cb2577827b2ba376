"""A chain to begin with: what its owner tells of it, and the ids and receipt prefixes that follow from that."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from string import ascii_uppercase

from api_service.catalogue.models import Company, Till
from api_service.importer.chain import VatRate

MOST_BRANCHES = 500
MOST_TILLS = 99


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A shop to open, with so many tills."""

    name: str
    time_zone: str
    address: str = ""
    tills: int = 1


@dataclass(frozen=True, slots=True)
class Owner:
    """Who signs in first."""

    name: str
    email: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Founding:
    """A chain to found in empty books."""

    company: Company
    vat_rates: tuple[VatRate, ...]
    branches: tuple[NewBranch, ...]
    owner: Owner

    def numbered(self) -> Iterator[tuple[str, NewBranch]]:
        """The branches with their ids: B001, B002 and so on."""
        for number, branch in enumerate(self.branches, start=1):
            yield f"B{number:03d}", branch

    def tills(self) -> Iterator[Till]:
        """Every till; the receipts of the first branch begin with A1, A2 …, of the second with B1."""
        for place, (branch_id, branch) in enumerate(self.numbered()):
            for number in range(1, branch.tills + 1):
                yield Till(
                    id=f"{branch_id}-{number}",
                    branch_id=branch_id,
                    name=f"Till {number}",
                    receipt_prefix=f"{_letters(place)}{number}",
                    archived=False,
                )


def _letters(place: int) -> str:
    """A to Z, then AA to ZZ."""
    first, last = divmod(place, len(ascii_uppercase))
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]

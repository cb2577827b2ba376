"""A chain that is about to be: what its first owner tells about it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class VatRate:
    """A rate that products are sold with."""

    code: str
    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class NewBranch:
    """A shop with its tills; its days are those of its own time zone."""

    name: str
    time_zone: str
    address: str
    tills: int


@dataclass(frozen=True, slots=True)
class Company:
    """Who sells, as receipts and invoices say it."""

    name: str
    address: str
    vat_id: str
    currency: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class Owner:
    """The first person with an account."""

    name: str
    email: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """All of it. The code proves that whoever founds the chain can read what the server printed."""

    setup_code: str = field(repr=False)
    company: Company
    vat_rates: Sequence[VatRate]
    branches: Sequence[NewBranch]
    owner: Owner


def code_for(name: str, taken: Sequence[str]) -> str:
    """A short code made of a name's letters, unlike those taken: "Reduced rate" becomes "reduced-rate"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:20] or "rate"
    code, count = stem, 1
    while code in taken:
        count += 1
        code = f"{stem}-{count}"
    return code

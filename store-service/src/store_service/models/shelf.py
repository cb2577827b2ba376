"""What a shopper asked to see: a department, words, filters and an order, as they stand in the address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self
from unicodedata import combining, normalize
from urllib.parse import urlencode

PAGE = 24
_MOST_PAGES = 5_000
_MOST_WORDS = 8
_LONGEST = 100


class Sort(StrEnum):
    """In which order goods stand on the shelf."""

    NEWEST = "newest"
    NAME = "name"
    CHEAPEST = "cheapest"
    DEAREST = "dearest"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of goods, and how to get to the next."""

    path: str = "/"
    department: str | None = None
    only_offers: bool = False
    words: str = ""
    genre: str = ""
    decade: int | None = None
    in_stock: bool = False
    sort: Sort = Sort.NEWEST
    page: int = 1

    @classmethod
    def asked(
        cls,
        path: str,
        query: Mapping[str, str],
        *,
        department: str | None = None,
        only_offers: bool = False,
    ) -> Self:
        """What an address asks for; what it says wrong is passed over, for addresses are typed and handed on."""
        sort = query.get("sort", "")
        decade = query.get("years", "")
        page = query.get("page", "")
        return cls(
            path=path,
            department=department,
            only_offers=only_offers,
            words=_clean(query.get("q", "")),
            genre=_clean(query.get("genre", "")),
            decade=int(decade) if re.fullmatch(r"[12][0-9]{2}0", decade) else None,
            in_stock=query.get("stock") == "1",
            sort=Sort(sort) if sort in set(Sort) else Sort.NEWEST,
            page=min(int(page), _MOST_PAGES) if re.fullmatch(r"[1-9][0-9]{0,5}", page) else 1,
        )

    @property
    def stems(self) -> list[str]:
        """The words to search for, without accents; each may be the beginning of one."""
        return re.findall(r"[^\W_]+", plain(self.words))[:_MOST_WORDS]

    @property
    def holds(self) -> object:
        """What tells shelves with other goods apart, whatever page and order; None where stock decides."""
        if self.in_stock:
            return None
        return self.department, self.only_offers, self.words, self.genre, self.decade

    @property
    def is_filtered(self) -> bool:
        """Whether fewer goods may be shown than there are."""
        return bool(self.words or self.genre or self.decade is not None or self.in_stock)

    def href(self, **changes: object) -> str:
        """The address of this shelf with something else about it; its first page unless one is named."""
        other = replace(self, **({"page": 1} | changes))  # type: ignore[arg-type]  # templates name fields
        query = {
            "q": other.words,
            "genre": other.genre,
            "years": other.decade or "",
            "stock": "1" if other.in_stock else "",
            "sort": "" if other.sort is Sort.NEWEST else other.sort.value,
            "page": "" if other.page == 1 else str(other.page),
        }
        told = {name: value for name, value in query.items() if value}
        return f"{other.path}?{urlencode(told)}" if told else other.path


def plain(words: str) -> str:
    """Words as the catalogue's index has them: small letters without accents."""
    apart = normalize("NFKD", words)
    return "".join(letter for letter in apart if not combining(letter)).lower()


def _clean(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:_LONGEST]

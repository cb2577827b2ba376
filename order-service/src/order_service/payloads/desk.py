"""The desk's forms, read: what cannot be kept comes back to whoever typed it, with what to do about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from common.payload import UNSEEN

_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Why:
    """Why an order is cancelled, as its history keeps it; `wrong` says what to do where it cannot be kept."""

    words: str = ""
    wrong: str = ""


def read_why(typed: Mapping[str, str]) -> Why:
    """What stands in the field; signs that nobody sees are out of what comes back, so that it can be sent as it is."""
    text = " ".join(typed.get("why", "").split())
    seen = " ".join(UNSEEN.sub(" ", text).split())
    if seen != text:
        taken = "There were signs in it that cannot be seen. They are taken out: look, then press again."
        return Why(seen, taken)
    if len(text) > _LONGEST:
        return Why(text, f"Say it in {_LONGEST} signs at most; these are {len(text)}.")
    return Why(text)


def read_version(typed: Mapping[str, str]) -> int:
    """The version that was looked at; none that could be one, where the form says none."""
    text = typed.get("version", "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0

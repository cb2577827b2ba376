"""Fields that several of the payloads about people have."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from common.payload import Text


def _email(value: str) -> str:
    if not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", value):
        raise ValueError("this is not an e-mail address")
    return value


def _encodable(value: str) -> str:
    if re.search(r"[\ud800-\udfff]", value):
        raise ValueError("this holds half a character")
    return value


def _printable(value: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in value).strip()


Name = Annotated[Text, Field(min_length=1, max_length=200)]
Email = Annotated[Text, Field(max_length=254), AfterValidator(_email)]

#: Exactly as typed. Whether a new one is good is for models.passwords to say; this only bounds the work.
Password = Annotated[
    str,
    Field(max_length=1000, json_schema_extra={"format": "password"}),
    AfterValidator(_encodable),
]
Pin = Annotated[
    str, Field(max_length=20, json_schema_extra={"format": "password"}), AfterValidator(_encodable)
]
Code = Annotated[Text, Field(max_length=40)]
Token = Annotated[Text, Field(min_length=1, max_length=200)]

#: What a browser says of itself is shown in lists, so whatever it holds becomes harmless instead of a refusal.
Agent = Annotated[str, Field(max_length=1000), AfterValidator(_printable)]
Address = Annotated[Text, Field(max_length=100)]
BranchId = Annotated[Text, Field(min_length=1, max_length=32)]

"""A chain to found, as JSON."""

from decimal import Decimal
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, model_validator

from api_service.catalogue.models import Company
from api_service.importer.chain import VatRate
from api_service.importer.founding import MOST_BRANCHES, MOST_TILLS, Founding, NewBranch, Owner
from api_service.people.payloads.fields import Email, Name, Password
from common.money import Money, MoneyError
from common.payload import Answer, DecimalNumber, Payload, Text


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("this is not a time zone like Europe/Amsterdam")
    return value


def _currency(value: str) -> str:
    try:
        return Money(0, value).currency
    except MoneyError as error:
        raise ValueError(str(error)) from None


def _percent(value: Decimal) -> Decimal:
    basis_points = value.scaleb(2)
    if not 0 <= value.scaleb(-2) <= 1 or basis_points != basis_points.to_integral_value():
        raise ValueError("this is not a rate from 0 to 100 % with at most two decimals")
    return value


Address = Annotated[Text, Field(max_length=500)]
TimeZone = Annotated[Text, Field(max_length=64), AfterValidator(_time_zone)]


class CompanyRequest(Payload):
    """Whose books these are to be."""

    name: Name
    address: Address = ""
    vat_id: Annotated[Text, Field(max_length=50)] = ""
    currency: Annotated[Text, Field(pattern="^[A-Z]{3}$"), AfterValidator(_currency)]
    time_zone: TimeZone


class VatRateRequest(Payload):
    """A rate of VAT in percent."""

    code: Annotated[Text, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
    name: Name
    percent: Annotated[DecimalNumber, AfterValidator(_percent)]


class BranchRequest(Payload):
    """A shop to open, with so many tills."""

    name: Name
    time_zone: TimeZone
    address: Address = ""
    tills: Annotated[int, Field(ge=1, le=MOST_TILLS)] = 1


class OwnerRequest(Payload):
    """Who signs in first."""

    name: Name
    email: Email
    password: Password


class FoundingRequest(Payload):
    """A chain to found, and the code that the server was started with."""

    setup_code: Annotated[str, Field(max_length=200)]
    company: CompanyRequest
    vat_rates: Annotated[list[VatRateRequest], Field(min_length=1, max_length=20)]
    branches: Annotated[list[BranchRequest], Field(min_length=1, max_length=MOST_BRANCHES)]
    owner: OwnerRequest

    @model_validator(mode="after")
    def _codes_differ(self) -> "FoundingRequest":
        codes = [rate.code for rate in self.vat_rates]
        if len(set(codes)) < len(codes):
            raise ValueError("two rates of VAT have the same code")
        return self

    def founding(self) -> Founding:
        """As the use case takes it."""
        return Founding(
            company=Company(**self.company.model_dump()),
            vat_rates=tuple(
                VatRate(rate.code, rate.name, int(rate.percent.scaleb(2)))
                for rate in self.vat_rates
            ),
            branches=tuple(NewBranch(**branch.model_dump()) for branch in self.branches),
            owner=Owner(self.owner.name, self.owner.email, self.owner.password),
        )


class FirstRun(Answer):
    """Whether there is no chain yet."""

    needed: bool


class Founded(Answer):
    """Where the chain's first owner begins."""

    redirect: str

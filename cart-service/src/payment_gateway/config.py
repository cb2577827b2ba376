"""What the payment gateway reads from its environment."""

from typing import ClassVar

from pydantic import AliasChoices, Field, field_validator

from common.addresses import own_store_url
from common.config import Settings as ServiceSettings


class Settings(ServiceSettings):
    """The gateway's settings."""

    service: ClassVar[str] = "payment-gateway"

    gateway_db_url: str = Field(
        default="gateway.db",
        repr=False,
        validation_alias=AliasChoices("GATEWAY_DB_URL", "GATEWAY_DB_PATH", "gateway_db_url"),
        description="Where the ledger is kept: the path of an SQLite file, or postgresql://role:password@host/name.",
    )

    @field_validator("gateway_db_url")
    @classmethod
    def _database(cls, given: str) -> str:
        return own_store_url(given)

"""What order-service reads from its environment."""

from typing import ClassVar

from pydantic import AliasChoices, Field, field_validator

from common.addresses import origin, own_store_url
from common.config import ShopSettings


class Settings(ShopSettings):
    """The orders' settings."""

    service: ClassVar[str] = "order-service"

    order_db_url: str = Field(
        default="orders.db",
        repr=False,
        validation_alias=AliasChoices("ORDER_DB_URL", "ORDER_DB_PATH", "order_db_url"),
        description="Where orders are kept: the path of an SQLite file, or postgresql://role:password@host/name.",
    )
    api_url: str = Field(
        default="http://127.0.0.1:8001",
        description="Where api-service answers, which has the books and knows who asks.",
    )
    gateway_url: str = Field(
        default="http://127.0.0.1:5003",
        description="Where the payment gateway answers.",
    )
    store_url: str = Field(
        default="http://127.0.0.1:5000",
        validation_alias=AliasChoices("STORE_URL", "STORE_SERVICE_URL", "store_url"),
        description="Where store-service answers; browsers are led there unless STORE_PUBLIC_URL is set.",
    )

    @field_validator("order_db_url")
    @classmethod
    def _database(cls, given: str) -> str:
        return own_store_url(given)

    @field_validator("api_url", "gateway_url", "store_url")
    @classmethod
    def _origin(cls, url: str) -> str:
        return origin(url)

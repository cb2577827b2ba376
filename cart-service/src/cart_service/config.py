"""What cart-service reads from its environment."""

from typing import ClassVar

from pydantic import AliasChoices, Field, field_validator

from common.addresses import origin, own_store_url
from common.config import ShopSettings


class Settings(ShopSettings):
    """The basket's settings."""

    service: ClassVar[str] = "cart-service"

    cart_db_url: str = Field(
        default="cart.db",
        repr=False,
        validation_alias=AliasChoices("CART_DB_URL", "CART_DB_PATH", "cart_db_url"),
        description="Where baskets are kept: the path of an SQLite file, or postgresql://role:password@host/name.",
    )
    store_url: str = Field(
        default="http://127.0.0.1:5000",
        validation_alias=AliasChoices("STORE_URL", "STORE_SERVICE_URL", "store_url"),
        description="Where store-service answers.",
    )
    api_url: str = Field(
        default="http://127.0.0.1:8001",
        description="Where api-service answers.",
    )

    gateway_url: str = Field(
        default="http://127.0.0.1:5003",
        description="Where the payment gateway answers.",
    )
    order_url: str = Field(
        default="http://127.0.0.1:5001",
        validation_alias=AliasChoices("ORDER_URL", "ORDER_SERVICE_URL", "order_url"),
        description="Where order-service answers.",
    )

    @field_validator("cart_db_url")
    @classmethod
    def _database(cls, given: str) -> str:
        return own_store_url(given)

    @field_validator("store_url", "api_url", "gateway_url", "order_url")
    @classmethod
    def _origin(cls, url: str) -> str:
        return origin(url)

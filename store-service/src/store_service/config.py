"""What store-service reads from its environment."""

from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, field_validator

from common.config import DatabaseSettings, ShopSettings


class Settings(ShopSettings, DatabaseSettings):
    """The shop's settings."""

    service: ClassVar[str] = "store-service"

    api_url: str = Field(default="http://127.0.0.1:8001", description="Where api-service answers.")
    cart_url: str = Field(
        default="http://127.0.0.1:5002",
        validation_alias=AliasChoices("CART_URL", "CART_SERVICE_URL", "cart_url"),
        description="Where cart-service answers.",
    )
    database_host: str = Field(
        default="",
        validation_alias=AliasChoices("DATABASE_HOST", "DB_HOST", "database_host"),
        description="Instead of DATABASE_URL: the server.",
    )
    database_port: int = Field(
        default=5432,
        validation_alias=AliasChoices("DATABASE_PORT", "DB_PORT", "database_port"),
        description="Instead of DATABASE_URL: its port.",
    )
    database_name: str = Field(
        default="mercato",
        validation_alias=AliasChoices("DATABASE_NAME", "DB_NAME", "database_name"),
        description="Instead of DATABASE_URL: the name.",
    )
    database_username: str = Field(
        default="",
        validation_alias=AliasChoices("DATABASE_USERNAME", "DB_USER", "database_username"),
        description="Instead of DATABASE_URL: the role.",
    )
    database_password: SecretStr = Field(
        default=SecretStr(""),
        validation_alias=AliasChoices("DATABASE_PASSWORD", "DB_PASSWORD", "database_password"),
        description="Instead of DATABASE_URL: its password.",
    )

    @field_validator("api_url", "cart_url")
    @classmethod
    def _origin(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError("is not a URL like http://127.0.0.1:8001")
        return f"{parts.scheme}://{parts.netloc}"

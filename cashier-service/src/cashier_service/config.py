"""What cashier-service reads from its environment."""

from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, field_validator

from common.config import PageSettings


class Settings(PageSettings):
    """The till's settings."""

    service: ClassVar[str] = "cashier-service"

    api_url: str = Field(
        default="http://127.0.0.1:8001",
        validation_alias=AliasChoices(
            "API_URL", "CATALOG_SERVICE_URL", "CREATE_PURCHASE_URL", "api_url"
        ),
        description="Where api-service answers; of a longer address only scheme, host and port count.",
    )

    @field_validator("api_url")
    @classmethod
    def _origin(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError("is not a URL like http://127.0.0.1:8001")
        return f"{parts.scheme}://{parts.netloc}"

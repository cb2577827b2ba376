"""What dashboard-service reads from its environment."""

from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, field_validator

from common.config import PageSettings


class Settings(PageSettings):
    """The dashboard's settings."""

    service: ClassVar[str] = "dashboard-service"

    api_url: str = Field(
        default="http://127.0.0.1:8001",
        validation_alias=AliasChoices("API_URL", "ANALYTICS_URL", "api_url"),
        description="Where api-service answers; of a longer address only scheme, host and port count.",
    )
    min_purchases: int = Field(
        default=3,
        ge=1,
        le=1_000_000_000,
        description="From how many purchases on a buyer counts as loyal, until a page says otherwise.",
    )

    @field_validator("api_url")
    @classmethod
    def _origin(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise ValueError("is not a URL like http://127.0.0.1:8001")
        return f"{parts.scheme}://{parts.netloc}"

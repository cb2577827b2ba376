"""Settings read from the environment once, at start, with every mistake in one message."""

import hashlib
from pathlib import Path
from typing import ClassVar, Self

from pydantic import (
    AliasChoices,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import URL

from common.addresses import postgresql_url

#: The suite's version; the file lies beside this package in the clone and in the image.
VERSION = (Path(__file__).parents[3] / "VERSION").read_text().strip()

_SHORTEST_SECRET = 16
#: Fewer different signs than this were typed, not made.
_FEWEST_SIGNS = 6
#: What documentation shows where a secret belongs, long enough to pass for one.
_WELL_KNOWN = {
    "your-secret-key-here",
    "change-me-please-now",
    "changemechangeme",
    "supersecretsupersecret",
}


class ConfigurationError(Exception):
    """The environment lacks something or says something wrong; the message lists all of it."""


class EnvironmentReader(BaseSettings):
    """Settings that read the environment: a field is the variable of its name in capitals, or one of its aliases."""

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", env_ignore_empty=True, populate_by_name=True
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # handed in by name
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # handed in by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  # handed in by name
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what a caller hands in, then the environment under the names that were given, and nothing else.

        A field's own name beside its alias would be one more variable: DEMO would open what only MERCATO_DEMO may.
        """
        env_settings.config = {**env_settings.config, "populate_by_name": False}
        return init_settings, env_settings

    @classmethod
    def from_env(cls) -> Self:
        """Read the environment.

        Raises:
            ConfigurationError: names every variable that is missing or wrong.
        """
        try:
            return cls()
        except ValidationError as error:
            raise ConfigurationError(_explain(cls, error)) from None


class Settings(EnvironmentReader):
    """What every service reads; a service adds its own fields and says its name."""

    service: ClassVar[str]

    secret_key: SecretStr = Field(
        description="Signs cursors and the tokens in forms; the same in every service of a suite."
    )
    service_key: SecretStr = Field(
        description="Signs what services show each other; the same in every service of a suite."
    )
    demo: bool = Field(
        default=False,
        validation_alias="MERCATO_DEMO",
        description="A demo: made-up people, one-click sign-in, an API that is open to everybody.",
    )
    public_url: str = Field(
        default="", description="Where browsers reach this service, as https://till.example."
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="Outside a demo, what Prometheus sends as bearer token to read /metrics.",
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        description="How many proxies in front of the service may say where a request comes from.",
    )
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    locale: str = Field(default="en", description="How numbers and dates are written, as en or de.")
    flask_debug: bool = Field(
        default=False, description="Development only: templates reload when they change."
    )

    @field_validator("secret_key", "service_key", "metrics_token")
    @classmethod
    def _real_secret(cls, secret: SecretStr, about: ValidationInfo) -> SecretStr:
        text = secret.get_secret_value()
        may_be_missing = about.field_name == "metrics_token"
        if not is_real_secret(text) and not (may_be_missing and text == ""):
            raise ValueError(
                f"is no secret: it needs {_SHORTEST_SECRET} characters that nobody guesses; "
                "`./mercato env` makes some"
            )
        return secret

    @property
    def instance(self) -> str:
        """What tells this suite's cookies from another's on the same host."""
        secret = self.secret_key.get_secret_value().encode()
        return hashlib.blake2b(secret, digest_size=4, person=b"instance").hexdigest()

    @property
    def is_secure(self) -> bool:
        """Whether browsers come over https."""
        return self.public_url.startswith("https://")


class PageSettings(Settings):
    """What a service with pages reads: where the other services' pages are, to lead people there."""

    cashier_public_url: str = Field(
        default="", description="Where browsers reach the till, as https://till.example."
    )
    dashboard_public_url: str = Field(
        default="", description="Where browsers reach the dashboard, as https://numbers.example."
    )
    store_public_url: str = Field(
        default="", description="Where browsers reach the shop, as https://shop.example."
    )


class ShopSettings(PageSettings):
    """What the services that shoppers walk through read."""

    shop_cookie_domain: str = Field(
        default="",
        description="The domain whose hosts share shoppers' cookies, as shop.example; empty: each host its own.",
    )
    cart_public_url: str = Field(
        default="", description="Where browsers reach the basket, as https://basket.shop.example."
    )
    order_public_url: str = Field(
        default="", description="Where browsers reach their orders, as https://orders.shop.example."
    )


class DatabaseSettings(Settings):
    """What a service with the PostgreSQL database reads."""

    database_host: str = Field(default="", description="Instead of DATABASE_URL: the server.")
    database_port: int = Field(default=5432, description="Instead of DATABASE_URL: its port.")
    database_name: str = Field(default="mercato", description="Instead of DATABASE_URL: the name.")
    database_username: str = Field(default="", description="Instead of DATABASE_URL: the role.")
    database_password: SecretStr = Field(
        default=SecretStr(""), description="Instead of DATABASE_URL: its password."
    )
    database_url: str = Field(
        default="",
        validate_default=True,
        repr=False,
        description="The database, as postgresql://role:password@host:port/name.",
    )
    database_pool_size: int = Field(
        default=4, ge=1, description="Connections that each worker process keeps."
    )

    @field_validator("database_url", mode="before")
    @classmethod
    def _from_its_parts(cls, url: str, about: ValidationInfo) -> str:
        parts = about.data  # the fields above, whichever of their variables they were read from
        if url or not parts.get("database_host"):
            return url
        return URL.create(
            "postgresql+psycopg2",
            username=parts["database_username"],
            password=parts["database_password"].get_secret_value(),
            host=parts["database_host"],
            port=parts.get("database_port"),  # missing when it is no number, which is said about it
            database=parts["database_name"],
        ).render_as_string(hide_password=False)

    @field_validator("database_url")
    @classmethod
    def _one_spelling(cls, url: str) -> str:
        if not url:
            raise ValueError("is missing (or DATABASE_HOST and its companions)")
        return postgresql_url(url)


class ServerSettings(EnvironmentReader):
    """What gunicorn reads, in every service."""

    port: int = Field(default=8000, description="The port that gunicorn listens on.")
    bind_host: str = Field(default="127.0.0.1", description="The address that it listens on.")
    web_concurrency: int = Field(default=1, ge=1, description="Worker processes.")
    web_threads: int = Field(default=4, ge=1, description="Threads of each worker.")
    graceful_timeout: int = Field(
        default=8, description="Seconds that requests in flight get when the service stops."
    )
    client_timeout: int = Field(
        default=10,
        ge=1,
        description="Seconds for which a client may send nothing amid a request, or take nothing of an answer.",
    )
    prometheus_multiproc_dir: str = Field(
        default="", description="A folder, emptied before each start, where workers keep metrics."
    )


class FaultSettings(EnvironmentReader):
    """What drills read, in every service that is not in an image. They break a demo, and nobody's chain."""

    faults: str = Field(
        default="",
        validation_alias="MERCATO_FAULTS",
        description="Drills only: at which points of the code a process dies or pauses.",
    )
    demo: bool = Field(
        default=False, validation_alias="MERCATO_DEMO", description="Whether this is a demo."
    )

    @model_validator(mode="after")
    def _breaks_a_demo(self) -> Self:
        # refused and not ignored: a drill that never strikes would pass for the wrong reason
        if self.faults and not self.demo:
            raise ValueError("MERCATO_FAULTS is for drills, which need a demo: MERCATO_DEMO=1")
        return self


def is_real_secret(text: str) -> bool:
    """Whether a secret is long, was not copied from documentation, and does not repeat a few signs."""
    return (
        len(text) >= _SHORTEST_SECRET
        and len(set(text)) >= _FEWEST_SIGNS
        and text.lower() not in _WELL_KNOWN
    )


def variables(settings: type[EnvironmentReader]) -> dict[str, str]:
    """Every environment variable that these settings read, with what it means."""
    found: dict[str, str] = {}
    for name, field in settings.model_fields.items():
        alias = field.validation_alias
        names = (
            [str(choice) for choice in alias.choices]
            if isinstance(alias, AliasChoices)
            else [str(alias or name)]
        )
        for variable in names:
            found[variable.upper()] = field.description or ""
    return found


def _explain(settings: type[EnvironmentReader], error: ValidationError) -> str:
    meanings = variables(settings)
    lines = []
    for wrong in error.errors():
        variable = str(wrong["loc"][0]).upper() if wrong["loc"] else ""
        reason = "is missing" if wrong["type"] == "missing" else wrong["msg"]
        if reason == "is missing" and variable in ("SECRET_KEY", "SERVICE_KEY"):
            reason = "is missing; `./mercato env` makes it"
        reason = reason.removeprefix("Value error, ").removeprefix(f"{variable} ")
        meaning = meanings.get(variable, "")
        lines.append(f"  {variable} {reason}".rstrip() + (f" ({meaning})" if meaning else ""))
    return "The environment is not complete:\n" + "\n".join(lines)

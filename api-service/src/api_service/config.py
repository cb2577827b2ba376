"""What api-service reads from its environment."""

from typing import ClassVar, Self

from pydantic import AliasChoices, Field, SecretStr, model_validator

from common.config import DatabaseSettings, EnvironmentReader, is_real_secret


class Settings(DatabaseSettings):
    """The books' settings."""

    service: ClassVar[str] = "api-service"

    cache_seconds: int = Field(
        default=60,
        ge=0,
        validation_alias=AliasChoices("CACHE_DEFAULT_TIMEOUT", "cache_seconds"),
        description="The longest life, in seconds, of an answer that nothing has changed; 0 keeps none.",
    )
    min_purchases: int = Field(
        default=3, ge=1, description="From how many purchases on a buyer counts as loyal."
    )
    setup_code: SecretStr = Field(
        default=SecretStr(""),
        description="What the first-run page asks for before it founds a chain; without one it founds none.",
    )
    store_public_url: str = Field(default="", description="Where customers begin after a sign-in.")
    cashier_public_url: str = Field(default="", description="Where cashiers begin.")
    dashboard_public_url: str = Field(
        default="", description="Where managers and owners begin, and where invitations lead."
    )
    fold_seconds: float = Field(
        default=3,
        gt=0,
        description="How often the rollups take in the purchases made since.",
    )
    expire_seconds: float = Field(
        default=5,
        gt=0,
        description="How often reservations that are overdue give back what they keep.",
    )
    audit_seconds: float = Field(
        default=30, gt=0, description="How often the auditor runs by itself."
    )
    audit_rest_seconds: float = Field(
        default=60,
        gt=0,
        description="How long nothing must have happened to a web order before the auditor judges it.",
    )
    audit_purchases: int = Field(
        default=20_000,
        ge=1,
        description="How many purchases a run of the auditor prices again; the next run goes on from there.",
    )
    gateway_url: str = Field(
        default="",
        description="Where the payment gateway answers the auditor; empty: nobody asks it.",
    )
    order_url: str = Field(
        default="",
        validation_alias=AliasChoices("ORDER_URL", "ORDER_SERVICE_URL", "order_url"),
        description="Where order-service answers the auditor.",
    )
    cart_url: str = Field(
        default="",
        validation_alias=AliasChoices("CART_URL", "CART_SERVICE_URL", "cart_url"),
        description="Where cart-service answers the auditor.",
    )


class PrepareSettings(EnvironmentReader):
    """What `prepare` reads: an administrator's way in, and the passwords that the roles get."""

    admin_database_url: str = Field(
        description="The database under a role that may make databases and roles."
    )
    migrator_password: SecretStr = Field(description="For the role that owns every table.")
    api_password: SecretStr = Field(description="For api-service's role.")
    importer_password: SecretStr = Field(description="For the importer's role.")
    store_password: SecretStr = Field(description="For store-service's role.")
    demo: bool = Field(
        default=False,
        validation_alias="MERCATO_DEMO",
        description="Whether the books may be filled with the demo's chain and people.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="For a demo: its people's passwords follow from it.",
    )

    @model_validator(mode="after")
    def _people_need_a_secret(self) -> Self:
        if self.demo and not is_real_secret(self.secret_key.get_secret_value()):
            raise ValueError("SECRET_KEY is missing or no secret; `./mercato env` makes it")
        return self

    def passwords(self) -> dict[str, str]:
        """The password of each role, by its purpose."""
        return {
            "migrator": self.migrator_password.get_secret_value(),
            "api": self.api_password.get_secret_value(),
            "importer": self.importer_password.get_secret_value(),
            "store": self.store_password.get_secret_value(),
        }

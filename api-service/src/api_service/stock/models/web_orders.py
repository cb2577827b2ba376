"""Which shop sends what the web sells."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebOrders:
    """The shop that sends web orders and the branch in whose name they are sold; None where there is no such branch."""

    fulfilled_by: str | None
    sold_by: str | None
    version: int
    """0 while nobody has chosen: then it is the first shop by id."""

    @property
    def etag(self) -> str:
        """What a change names as the state that it is meant for."""
        return f'"web-orders-{self.version}"'

"""What questions say in their query: days, a branch, a threshold."""

from typing import Annotated

from pydantic import Field

from api_service.analytics.use_cases.reports import Asked
from common.payload import Day, Payload, Text, Whole

#: From how many purchases on a buyer counts as loyal.
MinPurchases = Annotated[Whole, Field(ge=1, le=1_000_000_000)]


class Days(Payload):
    """Days and branch; days are the branch's own, or each branch's where none is named."""

    since: Annotated[Day | None, Field(alias="from")] = None
    until: Annotated[Day | None, Field(alias="to")] = None
    branch: Annotated[Text, Field(min_length=1, max_length=40)] | None = None

    @property
    def asked(self) -> Asked:
        """As the use cases take it."""
        return Asked(self.since, self.until, self.branch)

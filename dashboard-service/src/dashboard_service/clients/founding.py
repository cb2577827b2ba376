"""Asks the books whether there is a chain yet, and founds it."""

from typing import Protocol

from common.service_client import ServiceClient
from dashboard_service.models.founding import Chain


class Founding(Protocol):
    """Whoever knows. Every call may raise NeighbourUnavailable."""

    def is_needed(self) -> bool:
        """Whether there is no chain yet."""

    def found(self, chain: Chain) -> str:
        """Found it; where its owner signs in. May raise Refusal with the reason."""


class HttpFounding:
    """The founding as api-service serves it."""

    def __init__(self, client: ServiceClient, patient: ServiceClient) -> None:
        """Both reach api-service; `patient` waits for as long as founding takes."""
        self._client = client
        self._patient = patient
        self._is_founded = False

    def is_needed(self) -> bool:
        """Whether there is no chain yet; asked until there is one, and never again."""
        if not self._is_founded:
            self._is_founded = not self._client.get("/internal/first-run").content["needed"]
        return not self._is_founded

    def found(self, chain: Chain) -> str:
        """Found it."""
        company, owner = chain.company, chain.owner
        body = {
            "setup_code": chain.setup_code,
            "company": {
                "name": company.name,
                "address": company.address,
                "vat_id": company.vat_id,
                "currency": company.currency,
                "time_zone": company.time_zone,
            },
            "vat_rates": [
                {"code": rate.code, "name": rate.name, "percent": str(rate.percent)}
                for rate in chain.vat_rates
            ],
            "branches": [
                {
                    "name": branch.name,
                    "time_zone": branch.time_zone,
                    "address": branch.address,
                    "tills": branch.tills,
                }
                for branch in chain.branches
            ],
            "owner": {"name": owner.name, "email": owner.email, "password": owner.password},
        }
        where: str = self._patient.post("/internal/first-run", body).content["redirect"]
        return where

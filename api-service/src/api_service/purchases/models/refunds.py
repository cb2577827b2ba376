"""What was given back of a purchase."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime

from common.money import Money
from common.pricing import VatSum


@dataclass(frozen=True, slots=True)
class AskedRefund:
    """A refund that the payment gateway has made, and that is to be booked."""

    refund_id: uuid.UUID
    purchase_id: uuid.UUID
    gateway_refund_id: str
    reason: str

    def fingerprint(self) -> bytes:
        """Equal for two requests that ask for the same refund."""
        asked = [str(self.refund_id), str(self.purchase_id), self.gateway_refund_id, self.reason]
        return hashlib.sha256(json.dumps(asked).encode()).digest()


@dataclass(frozen=True, slots=True)
class RefundLine:
    """A line that was given back, at what was paid for it."""

    line_number: int
    product_id: int | None
    description: str
    quantity: int
    total: Money
    vat_basis_points: int
    vat: Money


@dataclass(frozen=True, slots=True)
class Refund:
    """A purchase that was given back, all of it."""

    id: uuid.UUID
    purchase_id: uuid.UUID
    branch_id: str
    gateway_refund_id: str
    reason: str
    refunded_at: datetime
    total: Money
    lines: tuple[RefundLine, ...]

    def vat_sums(self) -> tuple[VatSum, ...]:
        """What it gives back of each VAT rate."""
        sums = []
        for rate in sorted({line.vat_basis_points for line in self.lines}):
            lines = [line for line in self.lines if line.vat_basis_points == rate]
            gross = Money.total((line.total for line in lines), self.total.currency)
            vat = Money.total((line.vat for line in lines), self.total.currency)
            sums.append(VatSum(basis_points=rate, net=gross - vat, vat=vat, gross=gross))
        return tuple(sums)

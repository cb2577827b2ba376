"""A payment as its ledger entries tell it, and what may happen to it next."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from common.errors import IdempotencyKeyReused
from common.money import Money
from payment_gateway.errors import (
    AlreadyCaptured,
    AnotherPayment,
    CardIsDeclined,
    ExceedsAuthorised,
    ExceedsCapture,
    NoSuchPayment,
    NotAuthorised,
    PaymentIsVoid,
)
from payment_gateway.models.cards import CardMark, Reason


class Kind(StrEnum):
    """What an entry of the ledger says."""

    AUTHORISE = "authorise"
    DECLINE = "decline"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"


class Status(StrEnum):
    """How far a payment has come."""

    AUTHORISED = "authorised"
    DECLINED = "declined"
    CAPTURED = "captured"
    VOIDED = "voided"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly_refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row of the ledger, written once and never changed."""

    payment_id: uuid.UUID
    kind: Kind
    amount: Money | None
    """None for a payment that was called off before it arrived."""
    id: uuid.UUID = field(default_factory=uuid.uuid4)
    reference: str = ""
    """The caller's own word for the payment."""
    card: CardMark | None = None
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """Everything that happened under one payment's id.

    Each act hands back its entry: a new one to write, or the very one that an earlier request wrote, since repeats
    change nothing.
    """

    id: uuid.UUID
    request: Entry | None = None
    """The authorisation, or its refusal."""
    capture: Entry | None = None
    void: Entry | None = None
    refunds: tuple[Entry, ...] = ()

    @classmethod
    def of(cls, payment_id: uuid.UUID, entries: Sequence[Entry]) -> Self:
        """The payment that these entries make up, in their order."""
        by_kind = {entry.kind: entry for entry in entries}
        return cls(
            payment_id,
            request=by_kind.get(Kind.AUTHORISE) or by_kind.get(Kind.DECLINE),
            capture=by_kind.get(Kind.CAPTURE),
            void=by_kind.get(Kind.VOID),
            refunds=tuple(entry for entry in entries if entry.kind is Kind.REFUND),
        )

    @property
    def exists(self) -> bool:
        """Whether anything ever arrived under this id."""
        return self.request is not None or self.void is not None

    @property
    def authorised(self) -> Money | None:
        """What was held, if the bank held anything."""
        held = self.request is not None and self.request.kind is Kind.AUTHORISE
        return self.request.amount if self.request and held else None

    @property
    def captured(self) -> Money | None:
        """What was taken."""
        return self.capture.amount if self.capture else None

    @property
    def refunded(self) -> Money | None:
        """What was given back, all refunds together."""
        amounts = [entry.amount for entry in self.refunds if entry.amount]
        return Money.total(amounts, amounts[0].currency) if amounts else None

    @property
    def status(self) -> Status:
        """How far it has come."""
        if self.void:
            return Status.VOIDED
        if self.refunds:
            return Status.REFUNDED if self.refunded == self.captured else Status.PARTLY_REFUNDED
        if self.capture:
            return Status.CAPTURED
        return Status.AUTHORISED if self.authorised else Status.DECLINED

    def authorise(
        self, amount: Money, card: CardMark, reference: str, decline: Reason | None
    ) -> Entry:
        """Hold the amount on the card, or note that the bank declines it.

        Raises:
            PaymentIsVoid: it was called off before it came.
            AnotherPayment: the id belongs to another amount, card or reference.
        """
        if self.request is not None:
            known = (self.request.amount, self.request.card, self.request.reference)
            if known != (amount, card, reference):
                raise AnotherPayment
            return self.request
        if self.void:
            raise PaymentIsVoid
        return Entry(
            payment_id=self.id,
            kind=Kind.DECLINE if decline else Kind.AUTHORISE,
            amount=amount,
            reference=reference,
            card=card,
            reason=decline,
        )

    def refuse_if_declined(self) -> None:
        """Tell a decline, the first time as every other.

        Raises:
            CardIsDeclined: with its reason.
        """
        if self.request and self.request.reason:
            raise CardIsDeclined(reason=self.request.reason.value)

    def take(self, amount: Money) -> Entry:
        """Take what is held, once.

        Raises:
            PaymentIsVoid, NotAuthorised, ExceedsAuthorised: as they say.
            AnotherPayment: another amount was taken before.
        """
        if self.void:
            raise PaymentIsVoid
        if self.request is None or self.authorised is None:
            raise NotAuthorised
        if self.capture:
            if self.captured != amount:
                raise AnotherPayment
            return self.capture
        if _is_more(amount, self.authorised):
            raise ExceedsAuthorised
        return self._entry(Kind.CAPTURE, amount)

    def call_off(self) -> Entry:
        """Let go of what is held; if nothing came yet, whatever comes is refused. A decline is final already.

        Raises:
            AlreadyCaptured: the money was taken.
        """
        if self.capture:
            raise AlreadyCaptured
        if self.void:
            return self.void
        if self.request and self.request.kind is Kind.DECLINE:
            return self.request
        return self._entry(Kind.VOID, self.authorised)

    def give_back(self, refund_id: uuid.UUID, amount: Money) -> Entry:
        """Give back some of what was taken, once under the refund's id.

        Raises:
            NoSuchPayment, PaymentIsVoid, NotAuthorised: there is nothing to give back.
            ExceedsCapture: all refunds together would be more than was taken.
            IdempotencyKeyReused: the id belongs to another amount.
        """
        if not self.exists:
            raise NoSuchPayment
        if self.void:
            raise PaymentIsVoid
        if self.captured is None:
            raise NotAuthorised("The payment was not captured")
        for known in self.refunds:
            if known.id == refund_id:
                if known.amount != amount:
                    raise IdempotencyKeyReused
                return known
        if amount.currency != self.captured.currency or _is_more(amount, self._left()):
            raise ExceedsCapture
        return self._entry(Kind.REFUND, amount, refund_id)

    def _left(self) -> Money:
        assert self.captured is not None  # noqa: S101  # give_back has asked
        return self.captured - self.refunded if self.refunded else self.captured

    def _entry(self, kind: Kind, amount: Money | None, entry_id: uuid.UUID | None = None) -> Entry:
        return Entry(
            id=entry_id or uuid.uuid4(),
            payment_id=self.id,
            kind=kind,
            amount=amount,
            reference=self.request.reference if self.request else "",
        )


def _is_more(amount: Money, limit: Money) -> bool:
    """Whether an amount goes beyond a limit; another currency always does."""
    return amount.currency != limit.currency or limit < amount

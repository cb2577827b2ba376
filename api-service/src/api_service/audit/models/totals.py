"""What can be wrong with web orders taken together: sums, numbers, and what waits."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar

from api_service.audit.models.facts import Entered, Entry
from api_service.audit.models.flows import SETTLED, Facts, Flow, amount_of, payments
from api_service.audit.models.results import Wrong
from common.money import Money, MoneyError

Subject = TypeVar("Subject")

_INVOICE = re.compile(r"([0-9]{4})-([0-9]{6,18})")


@dataclass(slots=True)
class Tally:
    """What a rule counted: rows that were judged, rows too young to be, and those that are wrong."""

    checked: int = 0
    pending: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def judged(judge: Callable[[Subject], str | None], subject: Subject) -> str | None:
    """What is wrong with it in plain words; amounts in two currencies are."""
    try:
        return judge(subject)
    except MoneyError as error:
        return str(error)


def kept_money(facts: Facts, flows: Sequence[Flow]) -> Tally:
    """What the gateway kept is what the paid orders make, over all settled flows together."""
    kept = due = Money.zero(facts.currency)
    tally = Tally()
    odd: Flow | None = None
    for flow in flows:
        if not facts.is_settled(flow):
            tally.pending += 1
            continue
        tally.checked += 1
        try:
            kept, due = kept + flow.kept, due + flow.due
        except MoneyError as error:
            tally.wrong.append(Wrong(flow.row, str(error)))
            continue
        if odd is None and flow.kept != flow.due:
            odd = flow
    if kept != due:
        says = f"in all {kept} {facts.currency} were kept, and the paid orders make {due}"
        tally.wrong.append(Wrong(odd.row if odd else "all orders", says))
    return tally


def ledger_entries(facts: Facts, _flows: Sequence[Flow]) -> Tally:
    """Within one payment the gateway did everything once, and gave back no more than it took."""
    grouped = payments(facts.entries)
    wrong = [
        Wrong(f"payment {payment}", says)
        for payment, entries in sorted(grouped.items())
        if (says := judged(partial(_of_payment, currency=facts.currency), entries))
    ]
    return Tally(checked=len(grouped), wrong=wrong)


def _of_payment(entries: Sequence[Entry], currency: str) -> str | None:
    often = Counter(each.kind for each in entries)
    sums = {
        kind: amount_of((each for each in entries if each.kind is kind), currency)
        for kind in Entered
    }
    for kind in (Entered.AUTHORISE, Entered.CAPTURE, Entered.VOID):
        if often[kind] > 1:
            return f"it has {often[kind]} entries of the kind {kind.value}"
    if often[Entered.CAPTURE] and often[Entered.VOID]:
        return "it was captured and voided"
    if sums[Entered.AUTHORISE] < sums[Entered.CAPTURE]:
        return f"{sums[Entered.CAPTURE]} was taken, and {sums[Entered.AUTHORISE]} authorised"
    if sums[Entered.CAPTURE] < sums[Entered.REFUND]:
        return f"{sums[Entered.REFUND]} was given back, and {sums[Entered.CAPTURE]} taken"
    return None


def invoices(facts: Facts, _flows: Sequence[Flow]) -> Tally:
    """The invoice numbers of a year run on from one without a gap; behind the last settled one some may be missing."""
    settled: Counter[str] = Counter()
    held: dict[str, Counter[int]] = {}
    tally = Tally()
    for order in facts.orders:
        match = _INVOICE.fullmatch(order.invoice_number or "")
        if match is None:
            if order.was_paid or order.invoice_number:
                says = f"it is paid, and its invoice number is {order.invoice_number or 'missing'}"
                tally.wrong.append(Wrong(f"order {order.number} ({order.id})", says))
            continue
        year, number = match[1], int(match[2])
        held.setdefault(year, Counter())[number] += 1
        if facts.rests(order.paid_at or order.changed_at):
            settled[year] = max(settled[year], number)
            tally.checked += 1
        else:
            tally.pending += 1
    for year in sorted(held):
        tally.wrong += _gaps(year, held[year], settled[year])
    return tally


def _gaps(year: str, held: Mapping[int, int], until: int) -> Iterator[Wrong]:
    """A gap is one wrong row, however wide: a number with a digit too many would make millions of them."""
    due = 1
    for number in sorted(held):
        if number > until:
            return
        if number > due + 1:
            row = f"invoices {year}-{due:06d} to {year}-{number - 1:06d}"
            yield Wrong(row, "no order has them")
        elif number > due:
            yield Wrong(f"invoice {year}-{due:06d}", "no order has it")
        if held[number] > 1:
            yield Wrong(f"invoice {year}-{number:06d}", f"{held[number]} orders have it")
        due = number + 1


def waiting(facts: Facts, _flows: Sequence[Flow]) -> Tally:
    """No checkout and nothing that a service has to tell another waits for longer than a minute."""
    tally = Tally()
    for checkout in facts.checkouts:
        is_young = facts.asked_at - SETTLED < checkout.stepped_at <= facts.believed
        if is_young and not checkout.is_over:
            tally.pending += 1
            continue
        tally.checked += 1
        if not checkout.is_over:
            says = f"it has been {checkout.state} {_since(checkout.stepped_at, facts)}"
            tally.wrong.append(Wrong(f"checkout {checkout.id}", says))
    for outbox in facts.outboxes:
        tally.checked += outbox.waiting + outbox.parked
        where = f"what {outbox.of} has to tell others"
        if outbox.parked:
            says = f"{outbox.parked} could not be delivered and were put aside"
            tally.wrong.append(Wrong(where, says))
        if outbox.oldest_seconds > SETTLED.total_seconds():
            says = f"{outbox.waiting} wait, the oldest for {outbox.oldest_seconds:.0f} seconds"
            tally.wrong.append(Wrong(where, says))
        if outbox.ahead_seconds > SETTLED.total_seconds():
            says = f"something was put there {outbox.ahead_seconds:.0f} seconds from now"
            tally.wrong.append(Wrong(where, says))
    return tally


def moments(facts: Facts, flows: Sequence[Flow]) -> Tally:
    """What is said to have happened later than now was edited, or told by a clock that is wrong."""
    tally = Tally(checked=len(flows))
    for flow in flows:
        if (last := max(flow.moments)) > facts.believed:
            says = f"something happened to it at {last:%Y-%m-%d %H:%M:%S}, which is still to come"
            tally.wrong.append(Wrong(flow.row, says))
    return tally


def _since(moment: datetime, facts: Facts) -> str:
    if moment > facts.believed:
        return f"since {moment:%Y-%m-%d %H:%M:%S}, which is still to come"
    return f"for {int((facts.asked_at - moment).total_seconds())} seconds"

"""What can be wrong with web orders taken together: sums, numbers, and what waits."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from api_service.audit.models.facts import Entered, Entry
from api_service.audit.models.flows import SETTLED, Facts, Flow, amount_of, payments
from api_service.audit.models.results import Wrong
from common.money import Money

_INVOICE = re.compile(r"(\d{4})-(\d{6,})")


@dataclass(slots=True)
class Tally:
    """What a rule counted: rows that were judged, rows too young to be, and those that are wrong."""

    checked: int = 0
    pending: int = 0
    wrong: list[Wrong] = field(default_factory=list)


def kept_money(facts: Facts, flows: Sequence[Flow]) -> Tally:
    """What the gateway kept is what the paid orders make, over all settled flows together."""
    kept = due = Money.zero(facts.currency)
    tally = Tally()
    odd: Flow | None = None
    for flow in flows:
        if not flow.is_settled(facts.settled):
            tally.pending += 1
            continue
        tally.checked += 1
        kept += flow.kept
        due += flow.due
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
        if (says := _of_payment(entries, facts.currency))
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
        if (order.paid_at or order.changed_at) <= facts.settled:
            settled[year] = max(settled[year], number)
            tally.checked += 1
        else:
            tally.pending += 1
    for year in sorted(held):
        for number in range(1, settled[year] + 1):
            if (often := held[year][number]) != 1:
                says = "no order has it" if not often else f"{often} orders have it"
                tally.wrong.append(Wrong(f"invoice {year}-{number:06d}", says))
    return tally


def waiting(facts: Facts, _flows: Sequence[Flow]) -> Tally:
    """No checkout and nothing that a service has to tell another waits for longer than a minute."""
    tally = Tally()
    for checkout in facts.checkouts:
        if checkout.stepped_at > facts.asked_at - SETTLED and not checkout.is_over:
            tally.pending += 1
            continue
        tally.checked += 1
        if not checkout.is_over:
            since = int((facts.asked_at - checkout.stepped_at).total_seconds())
            says = f"it has been {checkout.state} for {since} seconds"
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
    return tally

"""The invariants across stores: each a sentence, whom it asks, and how it is counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api_service.audit.models import flow_rules, totals
from api_service.audit.models.facts import Source
from api_service.audit.models.flows import Facts, Flow
from api_service.audit.models.results import Result, Wrong
from api_service.audit.models.totals import Tally, judged
from common.money import MoneyError

Count = Callable[[Facts, Sequence[Flow]], Tally]


@dataclass(frozen=True, slots=True)
class StoreRule:
    """An invariant that other stores than the books have a part in."""

    name: str
    sentence: str
    asks: tuple[Source, ...]
    count: Count
    partly: bool = False
    """Whether it says something about those who answered when not all did."""

    def result(self, facts: Facts, flows: Sequence[Flow]) -> Result:
        """How it stands with it; unknown when somebody whom it asks did not answer."""
        why = "; ".join(facts.missing[source] for source in self.asks if source in facts.missing)
        if why and not self.partly:
            return Result(self.name, self.sentence, why=why)
        try:
            found = self.count(facts, flows)
        except MoneyError as error:
            # the chain's own currency is none
            return Result(self.name, self.sentence, why=str(error))
        return Result(
            self.name,
            self.sentence,
            checked=found.checked,
            pending=found.pending,
            wrong=len(found.wrong),
            first=found.wrong[0] if found.wrong else None,
            why=why,
        )


def each(concerns: Callable[[Flow], bool], judge: Callable[[Flow], str | None]) -> Count:
    """Counts single flows: those that a rule concerns are judged once they are settled."""

    def count(facts: Facts, flows: Sequence[Flow]) -> Tally:
        tally = Tally()
        for flow in filter(concerns, flows):
            if not facts.is_settled(flow):
                tally.pending += 1
                continue
            tally.checked += 1
            if says := judged(judge, flow):
                tally.wrong.append(Wrong(flow.row, says))
        return tally

    return count


def _was_paid(flow: Flow) -> bool:
    return flow.order is not None and flow.order.was_paid


def _is_booked(flow: Flow) -> bool:
    return bool(flow.purchases) or _was_paid(flow)


def _shows_its_lines(flow: Flow) -> bool:
    return flow.order is not None and flow.order.bill is not None


def _was_sold(flow: Flow) -> bool:
    return _shows_its_lines(flow) and bool(flow.purchases)


def _gave_back(flow: Flow) -> bool:
    undone = flow.order is not None and flow.order.was_paid and not flow.order.keeps_its_money
    return undone or bool(flow.repayments or flow.refunds)


def _is_over(flow: Flow) -> bool:
    return flow.checkout is not None and flow.checkout.is_over


def _came_to_nothing(flow: Flow) -> bool:
    return flow.checkout is not None and flow.checkout.came_to_nothing


def _may_hold_nothing(flow: Flow) -> bool:
    """Whether it is over, however it ended; an order that is only placed still waits for its checkout."""
    if flow.checkout is not None:
        return flow.checkout.is_over
    runs = flow.order is not None and flow.order.status == "placed"
    return bool(flow.held) and not runs


STORE_RULES = (
    StoreRule(
        "kept_money_is_paid_orders",
        "Money taken, less money given back, is what the paid orders make.",
        (Source.ORDERS, Source.LEDGER),
        totals.kept_money,
    ),
    StoreRule(
        "paid_orders_are_booked",
        "Every paid order is in the books once, and every web purchase is a paid order.",
        (Source.ORDERS,),
        each(_is_booked, flow_rules.booked),
    ),
    StoreRule(
        "orders_add_up",
        "The lines of a web order make its total and its VAT.",
        (Source.ORDERS,),
        each(_shows_its_lines, flow_rules.adds_up),
    ),
    StoreRule(
        "invoices_show_what_was_sold",
        "What the invoice of a web order shows is what the books sold.",
        (Source.ORDERS,),
        each(_was_sold, flow_rules.shown),
    ),
    StoreRule(
        "paid_orders_are_captured",
        "Every paid order was paid once, with its own total.",
        (Source.ORDERS, Source.LEDGER),
        each(_was_paid, flow_rules.captured),
    ),
    StoreRule(
        "captures_belong_to_orders",
        "All money taken belongs to a paid order, or was given back.",
        (Source.ORDERS, Source.LEDGER),
        each(lambda flow: bool(flow.captures or flow.repayments), flow_rules.belongs),
    ),
    StoreRule(
        "refunds_happen_once",
        "Every refund was given back once, by the gateway and in the books.",
        (Source.ORDERS, Source.LEDGER),
        each(_gave_back, flow_rules.refunded),
    ),
    StoreRule(
        "payments_happen_once",
        "Every payment was taken once at most, and no more given back than was taken.",
        (Source.LEDGER,),
        totals.ledger_entries,
    ),
    StoreRule(
        "checkouts_end_in_orders",
        "What a shopper was told at the checkout is what happened.",
        (Source.ORDERS, Source.CHECKOUTS),
        each(_is_over, flow_rules.ended),
    ),
    StoreRule(
        "held_money_is_let_go",
        "No bank holds money for a checkout that is over, or that nobody knows.",
        (Source.ORDERS, Source.CHECKOUTS, Source.LEDGER),
        each(_may_hold_nothing, flow_rules.let_go),
    ),
    StoreRule(
        "pinned_goods_are_let_go",
        "No goods are kept for a checkout that came to nothing.",
        (Source.CHECKOUTS,),
        each(_came_to_nothing, flow_rules.unpinned),
    ),
    StoreRule(
        "invoices_without_gap",
        "Invoice numbers run on without a gap.",
        (Source.ORDERS,),
        totals.invoices,
    ),
    StoreRule(
        "nothing_waits",
        "No checkout and no message between services waits for longer than a minute.",
        (Source.ORDERS, Source.CHECKOUTS),
        totals.waiting,
        partly=True,
    ),
    StoreRule(
        "moments_have_come",
        "Nothing is said to have happened that is still to come.",
        (Source.ORDERS, Source.CHECKOUTS, Source.LEDGER),
        totals.moments,
        partly=True,
    ),
)

"""Runs the auditor, one process at a time, and hands out what it found last."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from api_service.audit.collaborators import Auditing
from api_service.audit.models.facts import BookedRefund, WebPurchase
from api_service.audit.models.flows import Facts
from api_service.audit.models.results import Report, Result
from api_service.audit.models.rules import PURCHASES_STAND, RULES, Rule
from api_service.audit.models.web_rules import STORE_RULES
from api_service.audit.repository import counting, keeping, proving, web
from api_service.audit.use_cases.gathering import gather
from api_service.audit.use_cases.judging import Proof, counted, priced_again
from api_service.catalogue import repository as catalogue
from common.errors import DatabaseUnavailable

#: So long somebody waits for the run of another process, and how often they look.
_PATIENCE_SECONDS = 20.0
_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class _InTheBooks:
    """What one snapshot of the books says by itself, and its rows of web orders."""

    results: list[Result]
    proof: Proof
    purchases: list[WebPurchase]
    refunds: list[BookedRefund]
    pinned: dict[str, datetime]


def run(
    auditing: Auditing, *, everything: bool = False, by_the_clock: bool = False
) -> Report | None:
    """Audit now, and keep the report; None while another process audits.

    A run `by_the_clock` takes over what was found a while ago by rules that take long. Sales never wait for it: it
    reads one snapshot of the books, and locks nothing there.

    Raises:
        NoChain: the books are empty.
        DatabaseUnavailable: the server is away.
    """
    with auditing.database.statements() as connection, keeping.turn(connection) as mine:
        if not mine:
            return None
        began = time.monotonic()
        now = auditing.clock.now()
        currency = catalogue.company(connection).currency
        known = _known(connection, now) if by_the_clock else {}
        told = None
        if any(rule.name not in known for rule in STORE_RULES):
            told = gather(auditing.stores, now, currency, auditing.rest)
        asking = time.monotonic() - began
        books = _in_the_books(
            auditing, now, currency, known, everything=everything, orders=told is not None
        )
        across = (
            _across_stores(told, books, asking)
            if told
            else [known[rule.name] for rule in STORE_RULES]
        )
        report = Report(now, time.monotonic() - began, everything, [*books.results, *across])
    with auditing.database.transaction() as connection:
        proving.move_mark(connection, books.proof.mark)
        proving.keep_proofs(connection, books.proof.proofs)
        proving.keep_promotions(connection)
        proving.keep_doubts(connection, books.proof.doubted, cleared=books.proof.cleared)
        keeping.keep(connection, report)
    return report


def last(auditing: Auditing) -> Report | None:
    """The report of the last run, whichever process it was in."""
    with auditing.database.statements() as connection:
        return keeping.last(connection)


def latest(auditing: Auditing, *, older: timedelta) -> Report:
    """The last report; where it is `older`, that of a new run.

    Raises:
        NoChain, DatabaseUnavailable: as for `run_now`.
    """
    report = last(auditing)
    if report and report.age(auditing.clock.now()) <= older:
        return report
    return run_now(auditing)


def run_now(auditing: Auditing, *, everything: bool = False) -> Report:
    """The report of a run that begins after the question, whoever is at it meanwhile.

    Raises:
        NoChain, DatabaseUnavailable: as for `run`; the latter also while another process audits for very long.
    """
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if report := run(auditing, everything=everything):
            return report
        time.sleep(_LOOK_SECONDS)
    raise DatabaseUnavailable(
        "Another process audits; repeat it in a moment", headers={"Retry-After": "5"}
    )


def _known(connection: Any, now: datetime) -> dict[str, Result]:
    report = keeping.last(connection)
    results = report.results if report else ()
    return {each.name: each for each in results if each.is_fresh_enough(now)}


def _in_the_books(
    auditing: Auditing,
    now: datetime,
    currency: str,
    known: Mapping[str, Result],
    *,
    everything: bool,
    orders: bool,
) -> _InTheBooks:
    """Judge them; the rows of web orders are read only where the other stores were asked for theirs."""
    with auditing.database.transaction(isolation="REPEATABLE READ") as connection:
        counting.snapshot(connection)
        results = []
        changed: Sequence[str] | None = None
        for rule in RULES:
            result = known.get(rule.name)
            if result is None:
                result, named = _timed(connection, rule, now, currency, one_by_one=everything)
                changed = named if rule is PURCHASES_STAND else changed
            results.append(result)
        began = time.monotonic()
        most = None if everything else auditing.most
        proof = priced_again(connection, most=most, changed=changed)
        seconds = time.monotonic() - began
        return _InTheBooks(
            [*results, replace(proof.result, judged_at=now, seconds=seconds)],
            proof,
            web.purchases(connection) if orders else [],
            web.refunds(connection) if orders else [],
            web.pinned(connection) if orders else {},
        )


def _timed(
    connection: Any, rule: Rule, now: datetime, currency: str, *, one_by_one: bool
) -> tuple[Result, Sequence[str]]:
    began = time.monotonic()
    result, named = counted(connection, rule, currency, one_by_one=one_by_one)
    return replace(result, judged_at=now, seconds=time.monotonic() - began), named


def _across_stores(told: Facts, books: _InTheBooks, asking: float) -> list[Result]:
    """What all stores say together; asking them is what takes long of it."""
    facts = replace(told, purchases=books.purchases, refunds=books.refunds, pinned=books.pinned)
    flows = facts.flows()
    results = [rule.result(facts, flows) for rule in STORE_RULES]
    return [replace(each, judged_at=facts.asked_at, seconds=asking) for each in results]

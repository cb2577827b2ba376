"""Runs the auditor, one process at a time, and hands out what it found last."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from api_service.audit.collaborators import Auditing
from api_service.audit.models.flows import Facts
from api_service.audit.models.results import Report, Result
from api_service.audit.models.rules import RULES, Rule
from api_service.audit.models.web_rules import STORE_RULES
from api_service.audit.repository import counting, keeping, proving, web
from api_service.audit.use_cases.gathering import gather
from api_service.audit.use_cases.judging import Proof, counted, priced_again
from api_service.catalogue import repository as catalogue
from common.errors import DatabaseUnavailable

#: So long somebody waits for the run of another process, and how often they look.
_PATIENCE_SECONDS = 20.0
_LOOK_SECONDS = 0.1


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
        told = gather(auditing.stores, now, currency)
        known = _known(connection, now) if by_the_clock else {}
        results, proof = _judge(auditing, told, known, everything=everything)
        report = Report(now, time.monotonic() - began, everything, results)
    with auditing.database.transaction() as connection:
        proving.move_mark(connection, proof.mark)
        proving.keep_doubts(connection, proof.doubted, cleared=proof.cleared)
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
    if report and report.ran_at >= auditing.clock.now() - older:
        return report
    return run_now(auditing)


def run_now(auditing: Auditing, *, everything: bool = False) -> Report:
    """The report of a run that begins after the question, or, unless it is to be over everything, that of another's.

    Raises:
        NoChain, DatabaseUnavailable: as for `run`; the latter also while another process audits for very long.
    """
    asked_at = auditing.clock.now()
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if report := run(auditing, everything=everything):
            return report
        report = last(auditing)
        if report and report.ran_at >= asked_at and not everything:
            return report
        time.sleep(_LOOK_SECONDS)
    raise DatabaseUnavailable(
        "Another process audits; repeat it in a moment", headers={"Retry-After": "5"}
    )


def _known(connection: Any, now: datetime) -> dict[str, Result]:
    report = keeping.last(connection)
    results = report.results if report else ()
    return {each.name: each for each in results if each.is_fresh_enough(now)}


def _judge(
    auditing: Auditing, told: Facts, known: Mapping[str, Result], *, everything: bool
) -> tuple[list[Result], Proof]:
    with auditing.database.transaction(isolation="REPEATABLE READ") as connection:
        counting.snapshot(connection)
        results = [known.get(rule.name) or _timed(connection, rule, told) for rule in RULES]
        proof = priced_again(connection, most=None if everything else auditing.most)
        facts = replace(told, purchases=web.purchases(connection), refunds=web.refunds(connection))
    return [*results, proof.result, *_across_stores(facts)], proof


def _timed(connection: Any, rule: Rule, told: Facts) -> Result:
    began = time.monotonic()
    result = counted(connection, rule, told.currency)
    return replace(result, judged_at=told.asked_at, seconds=time.monotonic() - began)


def _across_stores(facts: Facts) -> Iterator[Result]:
    flows = facts.flows()
    for rule in STORE_RULES:
        yield replace(rule.result(facts, flows), judged_at=facts.asked_at)

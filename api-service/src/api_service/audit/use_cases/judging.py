"""Judges the books in one snapshot: what SQL counts, and what is priced again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api_service.audit.models.proof import Past, Sold, prove
from api_service.audit.models.results import Result, Wrong
from api_service.audit.models.rules import PURCHASES_STAND, Of, Rule
from api_service.audit.repository import counting, proving
from api_service.audit.repository.counting import TooLong, Uncountable
from api_service.audit.repository.proving import Mark

_TOO_LONG = "counting it took too long; ./mercato audit --all takes its time"

#: The rule that pricing again judges.
PRICES_AGAIN = "lines_price_again"

#: More purchases than any books hold.
_ALL = 2**31


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of pricing again, and what is to be remembered of it."""

    result: Result
    mark: Mark
    proofs: Mapping[str, int]
    doubted: Sequence[str]
    cleared: Sequence[str]


def counted(
    connection: Any, rule: Rule, currency: str, *, one_by_one: bool
) -> tuple[Result, Sequence[str]]:
    """How it stands with a rule that SQL counts; `one_by_one` it is counted where weights would do.

    With it the purchases whose digests differ: counting them again to price them took as long as the rule.
    """
    by_name = rule is PURCHASES_STAND
    try:
        found = counting.count(connection, rule, one_by_one=one_by_one, by_name=by_name)
    except TooLong:
        return Result(rule.name, rule.sentence, why=_TOO_LONG), ()
    except Uncountable as error:
        return Result(rule.name, rule.sentence, why=f"it cannot be counted: {error}"), ()
    first = None
    if found.subject is not None:
        says = rule.says(found.stored, found.counted, currency, row=found.subject)
        first = Wrong(counting.describe(connection, rule.of, found.subject), says)
    result = Result(rule.name, rule.sentence, checked=found.checked, wrong=found.wrong, first=first)
    return result, found.named


def priced_again(connection: Any, *, most: int | None, changed: Sequence[str] | None) -> Proof:
    """Price purchases again from the mark on, `most` of them, and those in doubt; without `most`, every one.

    Where some were `changed` since they were proved, so are they, again `most` of them. They are no doubts: their proof
    is at odds with them for as long as they are. History from elsewhere is only remembered as it is.

    What has no digest below the mark is looked for only where the digests were compared, too: both look at every
    purchase. Where they were not, `changed` is None.
    """
    past = proving.past(connection)
    mark = Mark(0, 0) if most is None else proving.mark(connection)
    step = proving.next_step(connection, mark.below, most=most or _ALL)
    doubts = proving.doubts(connection)
    right: set[str] = set()
    wrong: dict[str, Wrong] = {}
    others: set[str] = set()
    late = 0
    if most is not None:
        _prove(proving.sold(connection, doubts), past, right, wrong)
        if changed is not None:
            unproved = proving.unproved(connection, mark, most=most)
            late = _prove(proving.sold(connection, unproved), past, right, wrong)
        if changed:
            others.update(proving.priced_by_us(connection, changed, most=most))
            _prove(proving.sold(connection, sorted(others)), past, right, wrong)
    checked = _prove(proving.sold_in(connection, step), past, right, wrong)
    elsewhere = proving.history(connection, step.old if changed is None else 0, step.below)
    first = None
    if wrong:
        found = next(iter(wrong.values()))
        first = Wrong(counting.describe(connection, Of.LINE, found.row), found.says)
    return Proof(
        Result(
            PRICES_AGAIN,
            "Every line prices again to its cents, under the prices, promotions and VAT rates of its time.",
            checked=checked + late,
            before=mark.proved,
            pending=step.left,
            wrong=len(wrong),
            first=first,
        ),
        Mark(step.below, mark.proved + checked),
        proving.digests(connection, [*sorted(right), *elsewhere]),
        [each for each in wrong if each not in others],
        [each for each in doubts if each in right],
    )


def _prove(sold: Iterable[Sold], past: Past, right: set[str], wrong: dict[str, Wrong]) -> int:
    checked = 0
    for each in sold:
        checked += 1
        found = prove(each, past)
        if found is None:
            right.add(each.id)
        else:
            wrong[each.id] = found
    return checked

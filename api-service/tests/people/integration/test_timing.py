"""Whether an account exists is not to be told from how long a refusal takes."""

import random
import statistics
import time
from dataclasses import replace

import pytest

from api_service.people.models import limits

_ROUNDS = 60


@pytest.mark.long
def test_unknown_accounts_take_as_long_as_known_ones(enter, till, monkeypatch):
    """The medians differ by no more than those of the same account, measured twice at the same time, would."""
    for name in ("ACCOUNT_FROM_ADDRESS", "ADDRESS", "ACCOUNT_FROM_STRANGERS"):
        monkeypatch.setattr(limits, name, replace(getattr(limits, name), attempts=10_000))
    enter("ines@example.org")
    whose = {"known": "ines@example.org", "again": "ines@example.org", "unknown": "no@example.org"}
    seconds = {each: [] for each in whose}
    order = list(whose) * _ROUNDS
    random.Random(7).shuffle(order)

    for each in order:
        began = time.perf_counter()
        assert till.try_to_sign_in(whose[each], "wrong").status_code == 401
        seconds[each].append(time.perf_counter() - began)

    known = seconds["known"] + seconds["again"]
    difference = abs(statistics.median(seconds["unknown"]) - statistics.median(known))
    assert difference < _noise(known)


def _noise(measured):
    """How far the medians of two samples of the same account differ at most, once in a hundred times."""
    draw = random.Random(11)
    half = len(measured) // 2
    differences = []
    for _ in range(1000):
        mixed = draw.sample(measured, len(measured))
        differences.append(abs(statistics.median(mixed[:half]) - statistics.median(mixed[half:])))
    return sorted(differences)[989]

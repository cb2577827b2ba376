"""Hashes of passwords: their costs, and how many are made at once."""

import threading
import time

import pytest

from api_service.people.models import secrets
from api_service.people.models.second_factor import new_recovery_codes, recovery_hash
from common.errors import TooManyRequests


def test_a_password_is_hashed_at_the_documented_costs():
    assert secrets.slow_hash("candle window orbit").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_fits_its_password_only(password_hash):
    assert secrets.fits(password_hash, "seventeen green umbrellas")
    assert not secrets.fits(password_hash, "seventeen green umbrella")
    assert not secrets.fits(None, "seventeen green umbrellas")
    assert not secrets.fits("no hash at all", "seventeen green umbrellas")


def test_two_are_hashed_at_once_and_no_more(monkeypatch):
    """A flood of sign-ins leaves the processor to the tills."""
    at_once, most, lock = 0, 0, threading.Lock()

    class Slow:
        def hash(self, _):
            nonlocal at_once, most
            with lock:
                at_once += 1
                most = max(most, at_once)
            time.sleep(0.05)
            with lock:
                at_once -= 1
            return ""

    monkeypatch.setattr(secrets, "_SLOWLY", Slow())
    threads = [threading.Thread(target=secrets.slow_hash, args=("x",)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 2


def test_nobody_waits_for_a_turn_forever(monkeypatch):
    monkeypatch.setattr(secrets, "_LONGEST_WAIT_SECONDS", 0.01)
    monkeypatch.setattr(secrets, "_TURNS", threading.BoundedSemaphore(1))
    secrets._TURNS.acquire()

    with pytest.raises(TooManyRequests) as refused:
        secrets.slow_hash("x")

    assert refused.value.headers["Retry-After"]


def test_tokens_differ_and_are_long():
    tokens = {secrets.new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 43


def test_recovery_codes_fit_however_they_are_typed():
    code = new_recovery_codes()[0]

    assert recovery_hash(code) == recovery_hash(f" {code.lower().replace('-', ' ')} ")
    assert len(code.replace("-", "")) == 24

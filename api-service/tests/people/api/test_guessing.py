"""What is tried too often is refused for a while: counted in the database, never against the right person elsewhere."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from api_service.collaborators import Collaborators
from api_service.people.errors import WrongCredentials
from api_service.people.models.accounts import Application
from api_service.people.use_cases.sign_in import Attempt, sign_in
from common.access import Role
from common.errors import TooManyRequests

HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def test_after_five_wrong_passwords_an_address_waits(enter, till, clock):
    enter("ines@example.org")

    for _ in range(5):
        assert till.try_to_sign_in("ines@example.org", "wrong", address=HOME).status_code == 401
    throttled = till.try_to_sign_in("ines@example.org", address=HOME)

    assert (throttled.status_code, throttled.json["code"]) == (429, "too_many_requests")
    assert int(throttled.headers["Retry-After"]) == 15 * 60
    assert till.try_to_sign_in("ines@example.org", address=ELSEWHERE).status_code == 200
    clock.move(minutes=14, seconds=59)
    assert till.try_to_sign_in("ines@example.org", address=HOME).status_code == 429
    clock.move(seconds=2)
    assert till.try_to_sign_in("ines@example.org", address=HOME).status_code == 200


def test_the_right_password_forgets_the_wrong_ones(enter, till):
    enter("ines@example.org")

    for _ in range(3):
        for _ in range(4):
            till.try_to_sign_in("ines@example.org", "wrong")
        assert till.try_to_sign_in("ines@example.org").status_code == 200


def test_wrong_passwords_of_long_ago_do_not_count(enter, till, clock):
    enter("ines@example.org")

    for _ in range(4):
        till.try_to_sign_in("ines@example.org", "wrong")
    clock.move(minutes=15)
    for _ in range(4):
        till.try_to_sign_in("ines@example.org", "wrong")

    assert till.try_to_sign_in("ines@example.org").status_code == 200


def test_an_unknown_account_is_throttled_as_a_known_one(till):
    answers = [till.try_to_sign_in("nobody@example.org", "wrong").status_code for _ in range(6)]

    assert answers == [401] * 5 + [429]


def test_one_address_cannot_try_many_accounts(enter, till):
    enter("ines@example.org")

    answers = [
        till.try_to_sign_in(f"guess{n}@example.org", "wrong", address=HOME).status_code
        for n in range(50)
    ]

    assert set(answers) == {401}
    assert till.try_to_sign_in("ines@example.org", address=HOME).status_code == 429
    assert till.try_to_sign_in("ines@example.org", address=ELSEWHERE).status_code == 200


def test_many_who_sign_in_at_one_address_are_no_guessers(enter, till, monkeypatch):
    """A shop's staff share one address."""
    from dataclasses import replace

    from api_service.people.models import limits

    monkeypatch.setattr(limits, "ADDRESS", replace(limits.ADDRESS, attempts=3))
    enter("ines@example.org")

    assert {till.try_to_sign_in("ines@example.org").status_code for _ in range(6)} == {200}


def test_strangers_everywhere_do_not_lock_out_whoever_was_here_before(enter, till, monkeypatch):
    from dataclasses import replace

    from api_service.people.models import limits

    few = replace(limits.ACCOUNT_FROM_STRANGERS, attempts=6)
    monkeypatch.setattr(limits, "ACCOUNT_FROM_STRANGERS", few)
    enter("ines@example.org")
    till.sign_in("ines@example.org", address=HOME)

    answers = [
        till.try_to_sign_in("ines@example.org", "wrong", address=f"203.0.113.{n}").status_code
        for n in range(8)
    ]

    assert answers == [401] * 6 + [429] * 2
    assert till.try_to_sign_in("ines@example.org", address=ELSEWHERE).status_code == 429
    assert till.try_to_sign_in("ines@example.org", address=HOME).status_code == 200


def test_what_was_typed_is_not_kept(till, arrange):
    till.try_to_sign_in("my-password-in-the-wrong-field@example.org", "canary password")

    kept = arrange.execute(text("SELECT throttle::text FROM books.throttle")).scalars().all()

    assert kept
    assert not [each for each in kept if "wrong-field" in each or "canary" in each]


def test_twenty_wrong_passwords_over_four_processes_are_counted_exactly(enter, settings, clock):
    enter("ines@example.org")
    context = multiprocessing.get_context("spawn")

    with context.Pool(4) as pool:
        outcomes = pool.starmap(guess, [(settings.model_dump(), clock)] * 20, chunksize=1)

    assert sorted(outcomes) == ["refused"] * 5 + ["throttled"] * 15


def guess(settings: dict, clock) -> str:
    """One wrong password, in a process of its own."""
    from api_service.config import Settings

    books = Collaborators.of(Settings(**settings), clock=clock)
    try:
        sign_in(
            books,
            Attempt(Application.TILL, HOME, "", email="ines@example.org", password="wrong"),
        )
    except WrongCredentials:
        return "refused"
    except TooManyRequests:
        return "throttled"
    finally:
        books.database.close()
    return "in"


def test_parallel_guesses_in_threads_are_counted_exactly(enter, books):
    enter("ines@example.org")
    attempt = Attempt(Application.TILL, HOME, "", email="ines@example.org", password="wrong")

    def guess_once(_):
        with pytest.raises((WrongCredentials, TooManyRequests)) as refused:
            sign_in(books, attempt)
        return refused.type

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(guess_once, range(12)))

    assert outcomes.count(WrongCredentials) == 5


def test_a_password_once_more_is_not_guessed_in_an_open_session(enter, desk):
    enter("mila@example.org", Role.MANAGER)
    mila = desk.sign_in("mila@example.org")
    body = {"password": "wrong", "pin": "8264"}

    answers = [mila.post("/internal/pin", body).status_code for _ in range(6)]

    assert answers == [422] * 5 + [429]

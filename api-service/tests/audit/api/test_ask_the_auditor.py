"""The auditor over HTTP: the last report, one of this moment, and who may ask."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, text

from api_service.app import create_app
from api_service.audit.collaborators import Auditing
from api_service.audit.use_cases import auditing
from api_service.collaborators import Collaborators
from common.errors import DatabaseUnavailable
from common.testing.fakes import FrozenClock


@pytest.fixture
def asked(settings, books, surroundings):
    return create_app(settings, books, surroundings).test_client()


def test_the_answer_says_how_it_stands_with_every_rule(asked, sell):
    sell()

    answer = asked.get("/api/v1/audit?now=1")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["verdict"] == "clean"
    assert answer.json["wrong"] == 0
    rules = {each["name"]: each for each in answer.json["invariants"]}
    assert rules["tenders_make_totals"]["checked"] == 1
    assert rules["lines_price_again"]["sentence"].startswith("Every line prices again")
    assert {each["verdict"] for each in rules.values()} == {"clean"}


def test_a_broken_rule_names_its_first_wrong_row(asked, tamper):
    tamper("UPDATE books.level SET quantity = 99 WHERE branch_id = 'SMKT001' AND product_id = 1")

    answer = asked.get("/api/v1/audit?now=1").json

    assert (answer["verdict"], answer["wrong"]) == ("violated", 1)
    broken = next(each for each in answer["invariants"] if each["verdict"] == "violated")
    assert broken["first"] == {
        "row": "Tomatoes in Market Hall (SMKT001/1)",
        "says": "the level says 99, and its movements make 100",
    }


def test_without_now_the_last_report_is_good_enough(asked, tamper):
    first = asked.get("/api/v1/audit").json
    tamper("UPDATE books.level SET quantity = 99 WHERE branch_id = 'SMKT001' AND product_id = 1")

    assert asked.get("/api/v1/audit").json == first
    assert asked.get("/api/v1/audit?now=1").json["verdict"] == "violated"
    assert asked.get("/api/v1/audit").json["verdict"] == "violated"


def test_a_report_that_grew_old_is_made_again(surroundings, tamper):
    clock = FrozenClock(datetime.now(UTC))
    mine = replace(surroundings, clock=clock)
    before = auditing.latest(mine, older=timedelta(minutes=2))
    tamper("UPDATE books.level SET quantity = 99 WHERE branch_id = 'SMKT001' AND product_id = 1")

    clock.move(minutes=1)
    assert auditing.latest(mine, older=timedelta(minutes=2)) == before
    clock.move(minutes=2)
    assert auditing.latest(mine, older=timedelta(minutes=2)).wrong == 1


def test_a_report_that_a_clock_dated_ahead_is_made_again_once_the_clock_is_right(
    surroundings, tamper
):
    clock = FrozenClock(datetime.now(UTC) + timedelta(hours=1))
    mine = replace(surroundings, clock=clock)
    auditing.run_now(mine)
    tamper("UPDATE books.level SET quantity = 99 WHERE branch_id = 'SMKT001' AND product_id = 1")

    clock.move(hours=-1)
    assert auditing.latest(mine, older=timedelta(minutes=2)).wrong == 1


def test_books_without_a_chain_have_nothing_to_audit(asked, tamper):
    tamper("DELETE FROM catalog.company")

    answer = asked.get("/api/v1/audit?now=1")

    assert (answer.status_code, answer.json["code"]) == (503, "no_chain")


def test_outside_a_demo_a_stranger_learns_nothing_and_an_operator_everything(
    settings, surroundings
):
    chain = settings.model_copy(update={"demo": False, "metrics_token": settings.secret_key})
    client = create_app(chain, Collaborators.of(chain), surroundings).test_client()

    assert client.get("/api/v1/audit").status_code == 401
    answer = client.get(
        "/api/v1/audit",
        headers={"Authorization": f"Bearer {chain.metrics_token.get_secret_value()}"},
    )
    assert answer.status_code == 200


def test_one_process_audits_at_a_time(surroundings, arrange, monkeypatch):
    """Whoever comes meanwhile gets nothing from `run`, and from `run_now` a word to come again."""
    arrange.execute(text("SELECT pg_advisory_lock(7420014)"))
    monkeypatch.setattr(auditing, "_PATIENCE_SECONDS", 0.3)

    assert auditing.run(surroundings) is None
    with pytest.raises(DatabaseUnavailable):
        auditing.run_now(surroundings)

    arrange.execute(text("SELECT pg_advisory_unlock(7420014)"))
    assert auditing.run(surroundings) is not None


def test_a_turn_that_cannot_be_given_back_ends_with_its_session(surroundings, settings, stores):
    """The session goes on living, and in the pool it would keep everybody from auditing for ever."""

    def fail(_connection, _cursor, statement, *_):
        if "pg_advisory_unlock" in statement:
            raise MemoryError

    event.listen(surroundings.database.engine, "before_cursor_execute", fail)
    another = Auditing.of(settings, stores=stores)
    with pytest.raises(MemoryError):
        auditing.run(surroundings)

    assert auditing.run(another) is not None
    another.database.close()

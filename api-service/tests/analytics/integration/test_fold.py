"""The fold: every purchase once, whatever is open, rolled back, killed or repeated meanwhile."""

from contextlib import ExitStack

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from api_service.analytics.repository import rollups
from api_service.analytics.use_cases import folding
from common.caching import marker
from common.errors import DatabaseUnavailable


@pytest.fixture
def another(shop):
    """Further connections, each with a transaction that a test ends itself."""
    with ExitStack() as stack:
        engine = create_engine(shop.url("migrator"), poolclass=NullPool)

        def begin():
            connection = stack.enter_context(engine.connect())
            connection.begin()
            return connection

        yield begin


def test_folding_again_adds_nothing(sold, fold, contents, noon):
    sold(noon)
    fold()
    once = contents()

    assert fold() == 0
    assert contents() == once


def test_a_purchase_is_counted_before_and_after_it_is_folded(sold, fold, counted, folded, noon):
    sold(noon)

    assert (counted(), folded()) == (1, 0)
    fold()
    assert (counted(), folded()) == (1, 1)


def test_a_transaction_left_open_across_folds_is_counted_once_when_it_commits(
    another, book, sold, fold, counted, folded, noon
):
    late = another()
    book(late, noon, buyer=2)
    sold(noon)
    fold()
    fold()

    assert (counted(), folded()) == (1, 0)
    late.commit()
    assert counted() == 2
    fold()
    assert (counted(), folded()) == (2, 2)


def test_a_purchase_taken_back_is_never_counted(another, book, sold, fold, counted, folded, noon):
    taken_back = another()
    book(taken_back, noon, buyer=2)
    sold(noon)
    taken_back.rollback()
    fold()

    assert (counted(), folded()) == (1, 1)


def test_what_was_booked_before_the_oldest_open_transaction_is_folded_already(
    another, book, sold, fold, folded, noon
):
    sold(noon)
    book(another(), noon, buyer=2)
    sold(noon)
    fold()

    assert folded() == 1


def test_a_backlog_is_folded_in_steps(sold, fold, contents, noon):
    for buyer in range(7):
        sold(noon, buyer=buyer + 1)

    assert fold(most=2) >= 3
    in_steps = contents()
    assert in_steps["loyalty"] == [("*", 1, 7), ("SMKT001", 1, 7)]


def test_a_single_transaction_is_folded_whole_however_large(
    another, book, fold, counted, folded, noon
):
    large = another()
    for _ in range(5):
        book(large, noon)
    large.commit()

    assert fold(most=2) == 1
    assert (counted(), folded()) == (5, 5)


def test_rebuilding_gives_what_folding_gave(sold, fold, folding_way, contents, noon):
    for buyer in (1, 2, 1, 3, 1):
        sold(noon, buyer=buyer)
        fold()
    sold(noon, branch="ELSEWHERE")
    fold()
    folded_bit_by_bit = contents()

    folding.rebuild(folding_way, most=2)

    assert contents() == folded_bit_by_bit


def test_a_rollup_gone_wrong_is_put_right_by_rebuilding(
    arrange, sold, fold, folding_way, contents, noon
):
    sold(noon)
    fold()
    right = contents()
    arrange.execute(text("UPDATE books.sales_of_day SET purchases = 99"))

    folding.rebuild(folding_way)

    assert contents() == right


def test_nobody_folds_while_somebody_else_does(another, sold, fold, folding_way, folded, noon):
    sold(noon)
    somebody = another()
    rollups.lock_watermark(somebody)

    assert fold() == 0
    with pytest.raises(DatabaseUnavailable):
        folding.rebuild(folding_way)
    somebody.rollback()
    assert fold() == 1
    assert folded() == 1


def test_a_fold_with_nothing_to_do_leaves_the_marker_alone(arrange, sold, fold, noon):
    sold(noon)
    fold()
    before = marker(arrange)

    fold()

    assert marker(arrange) == before


def test_a_fold_that_is_cut_off_before_its_end_changes_nothing(
    books, sold, folding_way, fold, contents, counted, noon
):
    sold(noon)
    fold()
    sold(noon)
    before = contents()

    with pytest.raises(DatabaseUnavailable):
        _fold_until(folding_way, lambda pid: _terminate(books.database, pid))

    assert contents() == before
    assert counted() == 2


def test_books_restored_on_another_server_are_folded_anew(
    arrange, sold, fold, counted, folded, noon
):
    sold(noon)
    fold()
    # as if the dump came from a server that had seen many more transactions
    arrange.execute(text("UPDATE books.watermark SET folded_below = '99999999'"))
    sold(noon)

    fold()

    assert (counted(), folded()) == (2, 2)


def test_history_from_elsewhere_is_kept_apart(sold, fold, contents, noon):
    sold(noon, branch="ELSEWHERE", buyer=1)
    sold(noon, buyer=2)
    fold()

    held = contents()
    assert held["loyalty"] == [("*", 1, 1), ("ELSEWHERE", 1, 1), ("SMKT001", 1, 1)]
    assert {row[0] for row in held["product_ever"]} == {"*", "ELSEWHERE", "SMKT001"}


def _fold_until(database, struck):
    """Fold a step, and strike the server's process of this connection before it can commit."""
    with database.transaction() as connection:
        old = rollups.lock_watermark(connection)
        rollups.fold(connection, rollups.next_step(connection, old, most=100))
        struck(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def _terminate(database, pid):
    with database.statements() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

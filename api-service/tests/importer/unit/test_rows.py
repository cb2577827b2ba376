"""Reading a row of a file of purchases, telling rows apart, and moving history up to the present."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api_service.importer.files import Record
from api_service.importer.rows import PurchaseRow, brought_up_to, moment
from common.money import Money

ZONE = "Europe/Amsterdam"
USER = "6f1ed002-ab5b-4e2b-8a1c-0b0d6f0f3a44"
GOOD = ("SMKT001", "2026-01-31 14:30:00", USER, "Tomatoes, Sourdough loaf", "6.20")

names = st.text(st.characters(codec="utf-8", exclude_characters=","), min_size=1).map(str.strip)
local_times = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1))  # noqa: DTZ001  # local on purpose
moments = st.datetimes(
    datetime(2001, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
    datetime(2080, 1, 1),  # noqa: DTZ001  # the strategy adds the zone
    timezones=st.just(UTC),
)


def row(**changes):
    fields = dict(zip(("branch", "time", "user", "items", "total"), GOOD, strict=True)) | changes
    return PurchaseRow.of(Record(2, tuple(fields.values())), "EUR")


def sold_at(told_at: datetime, branch_id: str = "SMKT001") -> PurchaseRow:
    return PurchaseRow(branch_id, told_at, USER, ("Tomatoes",), Money(240, "EUR"))


def test_a_row_is_read():
    read = row()

    assert read == PurchaseRow(
        branch_id="SMKT001",
        told_at=datetime(2026, 1, 31, 14, 30),  # noqa: DTZ001  # as the file tells it
        user_id=USER,
        names=("Tomatoes", "Sourdough loaf"),
        total=Money(620, "EUR"),
    )


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"branch": ""}, "supermarket_id is empty"),
        ({"time": "31.01.2026 14:30"}, 'timestamp "31.01.2026 14:30" is not a time like'),
        ({"time": ""}, 'timestamp "" is not a time like'),
        ({"time": "2026-02-30 10:00"}, "is not a time like"),
        ({"time": "0001-01-01 00:00"}, "is not a time like"),
        ({"time": "2026-01-31"}, "has no time of day"),
        ({"user": ""}, "user_id is empty"),
        ({"user": "x" * 201}, "is too long or has unprintable signs"),
        ({"user": "a\x1bb"}, "is too long or has unprintable signs"),
        ({"items": ""}, "items_list is empty"),
        ({"items": " , "}, "items_list is empty"),
        ({"items": "Tomatoes,,Butter"}, "items_list names nothing between two commas"),
        ({"items": "Tomatoes,Butter,Tomatoes"}, '"Tomatoes" is listed twice'),
        ({"total": ""}, 'total_amount "" is not an amount like 12.50'),
        ({"total": "€ 6.20"}, 'total_amount "€ 6.20" is not an amount'),
        ({"total": "6.205"}, 'total_amount "6.205" is not an amount'),
        ({"total": "1,250"}, 'total_amount "1,250" is not an amount'),
        ({"total": "nan"}, 'total_amount "nan" is not an amount'),
        ({"total": "1e3"}, 'total_amount "1e3" is not an amount'),
        ({"total": "-6.20"}, "total_amount -6.20 is below zero"),
        ({"total": "1000000000.01"}, "total_amount 1000000000.01 is too large to be meant"),
    ],
)
def test_a_wrong_value_is_named_with_its_reason(changes, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        row(**changes)


def test_every_wrong_value_of_a_row_is_named_at_once():
    with pytest.raises(ValueError, match="is empty") as refused:
        row(branch="", user="", items="", total="x", time="now")

    assert str(refused.value).count("; ") == 4


def test_no_sign_of_a_value_reaches_the_terminal_as_a_command():
    with pytest.raises(ValueError, match="total_amount") as refused:
        row(total="\x1b[2J\u202e9")

    assert str(refused.value).isprintable()


@pytest.mark.parametrize(("told", "minor"), [("6.2", 620), ("6,20", 620), ("6,2", 620), ("6", 600)])
def test_amounts_are_read_as_spreadsheets_write_them(told, minor):
    assert row(total=told).total == Money(minor, "EUR")


@settings(deadline=None)
@given(st.tuples(*[st.text(max_size=40)] * 5))
def test_whatever_a_file_holds_is_a_purchase_or_has_a_reason(values):
    try:
        read = PurchaseRow.of(Record(2, values), "EUR")
    except ValueError as refused:
        outcome = str(refused)
    else:
        outcome = read.total.minor >= 0 and len(set(read.names)) == len(read.names)

    assert outcome


@settings(deadline=None)
@given(
    when=local_times,
    items=st.lists(names.filter(bool), min_size=1, max_size=8, unique=True),
    minor=st.integers(0, 10**9),
)
def test_a_purchase_written_down_reads_as_itself(when, items, minor):
    total = Money(minor, "EUR")

    read = row(time=when.isoformat(), items=" , ".join(items), total=str(total))

    assert (read.told_at, read.names, read.total) == (when, tuple(items), total)


def test_a_uuid_is_the_customers_own_id_in_any_case():
    assert row(user=USER.upper()).customer_id == uuid.UUID(USER)
    assert row(user=USER.upper()).external_id is None


def test_another_systems_id_becomes_a_customer_of_its_own():
    card = row(user="Card 0017")

    assert card.external_id == "Card 0017"
    assert (
        card.customer_id == row(user="Card 0017").customer_id != row(user="card 0017").customer_id
    )


def test_the_identity_of_a_row_never_changes_between_releases():
    read = row()

    assert read.identity(1) == uuid.UUID("1219fe48-2dd8-5c7e-a1bb-96939a54dcd3")
    assert read.identity(2) == uuid.UUID("8acf9759-ffed-5d3d-af5a-660415c99995")


@pytest.mark.parametrize(
    "spelling",
    [
        {"time": "2026-01-31T14:30"},
        {"total": "6.2"},
        {"total": "6,20"},
        {"items": "Tomatoes,Sourdough loaf"},
        {"user": USER.upper()},
    ],
)
def test_a_row_that_another_program_writes_differently_is_the_same_row(spelling):
    assert row(**spelling).identity(1) == row().identity(1)


@pytest.mark.parametrize(
    "change",
    [
        {"branch": "SMKT002"},
        {"time": "2026-01-31 14:30:01"},
        {"time": "2026-01-31 14:30:00+01:00"},
        {"user": "somebody"},
        {"items": "Sourdough loaf,Tomatoes"},
        {"total": "6.21"},
    ],
)
def test_a_row_that_differs_in_any_value_is_another_row(change):
    assert row(**change).identity(1) != row().identity(1)


@pytest.mark.parametrize(
    ("told", "utc"),
    [
        ("2026-01-31 14:30", "2026-01-31 13:30"),  # winter
        ("2026-07-31 14:30", "2026-07-31 12:30"),  # summer
        ("2026-10-25 02:30", "2026-10-25 00:30"),  # comes twice: the first
        ("2026-03-29 02:30", "2026-03-29 01:30"),  # skipped: half past three
        ("2026-07-31 14:30+05:30", "2026-07-31 09:00"),  # tells its zone
        ("2026-07-31T14:30:00Z", "2026-07-31 14:30"),
    ],
)
def test_a_told_time_is_the_branchs_own_unless_it_names_a_zone(told, utc):
    found = moment(datetime.fromisoformat(told), ZONE)

    assert found == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@settings(deadline=None)
@given(now=moments, times=st.lists(local_times, min_size=1, max_size=12))
def test_history_comes_up_to_the_present_and_never_past_it(now, times):
    rows = [sold_at(time) for time in times]

    moved = brought_up_to(now, rows, {"SMKT001": ZONE})

    assert all(moment(row.told_at, ZONE) <= now for row in moved)
    assert {(row.told_at.weekday(), row.told_at.time()) for row in moved} <= {
        (time.weekday(), time.time()) for time in times
    }


@settings(deadline=None)
@given(now=moments, times=st.lists(local_times, min_size=1, max_size=12))
def test_history_is_moved_by_the_fewest_weeks_that_reach_now(now, times):
    assume(moment(min(times), ZONE) + timedelta(days=8) < moment(max(times), ZONE))
    rows = [sold_at(time) for time in times]

    moved = brought_up_to(now, rows, {"SMKT001": ZONE})

    by = min(row.told_at for row in moved) - min(times)
    assert by % timedelta(weeks=1) == timedelta(0)
    assert moment(max(times) + by, ZONE) >= now > moment(max(times) + by - timedelta(weeks=1), ZONE)
    kept = [time for time in times if moment(time + by, ZONE) <= now]
    assert [row.told_at - by for row in moved] == kept


def test_a_week_of_every_hour_ends_within_the_last_hour():
    monday = datetime(2024, 1, 8)  # noqa: DTZ001  # local on purpose
    rows = [sold_at(monday + timedelta(hours=hour)) for hour in range(14 * 168)]
    now = datetime(2026, 11, 20, 15, 20, tzinfo=ZoneInfo(ZONE))

    moved = brought_up_to(now, rows, {"SMKT001": ZONE})

    newest = max(moment(row.told_at, ZONE) for row in moved)
    assert now - timedelta(hours=1) < newest <= now


def test_the_time_on_the_wall_stays_when_the_clocks_change():
    winter = [sold_at(datetime(2024, 1, day, 9, 0)) for day in (8, 15)]  # noqa: DTZ001  # local on purpose
    now = datetime(2026, 7, 13, 12, 0, tzinfo=ZoneInfo(ZONE))

    moved = brought_up_to(now, winter, {"SMKT001": ZONE})

    assert [row.told_at for row in moved] == [datetime(2026, 7, 13, 9, 0)]  # noqa: DTZ001  # local on purpose


def test_nothing_is_moved_where_nothing_was_sold():
    assert brought_up_to(datetime(2026, 7, 13, tzinfo=UTC), [], {}) == []

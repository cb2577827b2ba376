"""The owner looks at the numbers: by keyboard, on any screen, as a file, on the days when clocks change."""

import csv
import io
import uuid
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest
import requests
from selenium.webdriver.common.keys import Keys

from common.clock import day_begins, day_ends
from common.testing.browser import (
    axe,
    axe_in_all_colours,
    broken_rules,
    chromium,
    console_errors,
    overflow,
    prefer,
    resize,
    tab_through,
)
from traffic_generator.pages.dashboard import Customers, Dashboard, Numbers, Ranking
from traffic_generator.pages.seen import holding

ZONE = "Europe/Amsterdam"
PAGES = {
    "today": "/",
    "28 days of a branch": "/?period=28days&branch=SMKT001",
    "a chosen year": "/?from=2026-01-01&to=2026-12-31&compare=none",
    "wrong filters": "/?from=2026-13-01&min_purchases=many&branch=NOPE",
    "products": "/products?period=28days",
    "customers": "/customers",
    "found": "/customers?q=john",
    "nobody": "/customers?q=zzzz",
    "no such customer": f"/customers/{uuid.UUID(int=4)}",
}


@pytest.fixture
def dashboard(window, suite):
    prefer(window, color_scheme="light", reduced_motion="reduce")
    resize(window, 1280)
    return Dashboard(window, suite.dashboard)


def begins_with(*words):
    """Whether a list begins with these."""
    return lambda found: found[: len(words)] == list(words)


@pytest.fixture
def saved(window):
    """The rows of a file, by the address of its link."""

    def rows(href):
        cookies = {each["name"]: each["value"] for each in window.get_cookies()}
        answer = requests.get(href, cookies=cookies, timeout=10)  # noqa: TID251  # as the browser
        assert answer.status_code == 200, answer.text
        return list(csv.DictReader(io.StringIO(answer.text, newline="")))

    return rows


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_page_is_accessible_and_keeps_to_its_rules(window, suite, path):
    console_errors(window)  # of what was opened before
    Numbers(window, suite.dashboard).visit(path)

    for size in ((1280, 900), (390, 844)):
        resize(window, *size)
        assert axe_in_all_colours(window) == [], size
        assert overflow(window) == [], size
    assert broken_rules(window) == []
    told = [line for line in console_errors(window) if "status of 4" not in line]
    assert told == []


def test_everything_opened_is_accessible_too(dashboard, window):
    dashboard.look("period=28days")
    window.execute_script(
        "for (const each of document.querySelectorAll('details')) each.open = true"
    )
    dashboard.explain("revenue").becomes(bool)

    assert axe(window) == []
    assert overflow(window) == []


@pytest.mark.parametrize("path", ["/?period=28days", "/products", "/customers?q=john"])
def test_no_page_is_wider_than_its_window(window, suite, path):
    Numbers(window, suite.dashboard).visit(path)

    for width in (320, 640, 768, 1024, 1920, 2560):
        resize(window, width)
        assert overflow(window) == [], width


def test_tab_reaches_everything_and_always_shows_where_it_is(dashboard, window):
    dashboard.look()

    stops = tab_through(window)

    assert [stop for stop in stops if not stop.seen or not stop.ring] == []


def test_filters_are_chosen_by_keyboard_alone_and_stand_in_the_address(dashboard):
    dashboard.look()

    dashboard.choose("28 days").choose("Harbour")
    dashboard.reach("vs the 28 days before").press(" ")
    dashboard.choose("Nothing")
    dashboard.loyal_from(2)

    dashboard.has(choices=begins_with("28 days", "Harbour"), comparison="No comparison")
    dashboard.has(
        source=holding("came 2 times or more"),
        address=holding("period=28days", "branch=SMKT002", "compare=none", "min_purchases=2"),
    )


def test_back_restores_the_filters(dashboard, window):
    dashboard.look().choose("28 days").choose("Old Town")
    headline = dashboard.headline.now

    dashboard.choose("Yesterday")
    window.back()

    dashboard.shown().has(choices=begins_with("28 days", "Old Town"), headline=headline)


def test_an_address_can_be_handed_on(dashboard):
    dashboard.look().choose("28 days").choose("Market Hall")
    headline = dashboard.headline.now

    with chromium() as somebody_elses:
        theirs = Dashboard(somebody_elses, dashboard.base_url)
        theirs.visit(dashboard.address.now.removeprefix(theirs.base_url))

        theirs.shown().has(headline=headline)


def test_days_are_chosen_by_typing_them(dashboard):
    today = date.today()  # noqa: DTZ011  # any day near this one will do
    first = today - timedelta(days=9)
    dashboard.look(f"from={first}&to={today}")

    dashboard.has(first_day=str(first))
    dashboard.rows("Takings by the day").becomes(lambda rows: len(rows) == 10)


def test_wrong_days_are_told_at_the_field_and_kept(dashboard):
    dashboard.visit("/?from=2026-13-01&to=2026-11-20")

    dashboard.has(first_day="2026-13-01", wrong_day=holding("is not a day of the calendar"))
    dashboard.wait(lambda: dashboard.one("#from[aria-invalid=true]"), "the field's own word")


@pytest.mark.parametrize("query", ["period=28days", "period=yesterday&compare=week", ""])
def test_a_file_holds_what_the_page_shows(dashboard, saved, query):
    dashboard.look(query)

    for caption in ("the branches", "the top products", "the loyal buyers"):
        if caption not in dashboard.driver.page_source:
            continue
        kept = [
            [cell for key, cell in row.items() if key not in ("branch_id", "customer_id")]
            for row in saved(dashboard.file(caption))
        ]
        dashboard.rows(caption).becomes(
            lambda shown, kept=kept: (
                [[cell.replace(",", "") for cell in row] for row in shown] == kept
            )
        )


def test_the_charts_file_holds_what_the_chart_shows(dashboard, saved):
    dashboard.look("period=yesterday")

    rows = saved(dashboard.file("the takings"))

    dashboard.has(bars={f"{int(row['starts_at'][11:13])}": row["revenue_eur"] for row in rows})


def test_a_number_explains_itself_when_pressed_and_when_pointed_at(dashboard):
    dashboard.look("period=28days")

    dashboard.explain("revenue").becomes(holding("VAT included"))
    dashboard.press(Keys.ESCAPE)
    dashboard.explain("average", hover=True).becomes(holding("Revenue divided by purchases"))


def test_the_tenders_of_28_days_equal_the_sales(dashboard):
    dashboard.look("period=28days").has(verdict="Tenders equal sales")


def test_somebody_is_looked_up_by_name(window, suite):
    history = Customers(window, suite.dashboard).open().find("john").pick("John Doe")

    history.has(
        name="John Doe",
        purchases=lambda them: "Keyboard" in them[0] and "Laptop" in them[-1],
    )


def test_products_are_sorted_by_what_they_brought_in(window, suite):
    ranking = Ranking(window, suite.dashboard).look("period=28days").choose("EUR")

    rows = ranking.rows("Products sold in the last 28 days").becomes(lambda them: len(them) == 10)
    amounts = [float(row[3]) for row in rows]
    assert amounts == sorted(amounts, reverse=True)


def test_the_pages_work_without_javascript(suite):
    with chromium() as browser:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        page = Dashboard(browser, suite.dashboard).look("period=28days")

        page.has(headline=holding("in the last 28 days"))
        page.choose("Harbour").has(choices=begins_with("28 days", "Harbour"))
        page.loyal_from(2).has(source=holding("came 2 times or more"))


def last_day_with(hours):
    """The last day before today on which clocks showed so many hours."""
    day = date.today() - timedelta(days=1)  # noqa: DTZ011  # the search goes back for months
    while (
        day_ends(day, ZONE).astimezone(UTC) - day_begins(day, ZONE).astimezone(UTC)
    ) != timedelta(hours=hours):
        day -= timedelta(days=1)
    return day


@pytest.fixture(scope="module")
def nights(suite, tmp_path_factory):
    """Sales around the hour that came twice, and around the one that did not come."""
    long, short = last_day_with(25), last_day_with(23)
    zone = ZoneInfo(ZONE)
    night = day_begins(long, ZONE).astimezone(UTC)
    moments = [night + timedelta(hours=2, minutes=30), night + timedelta(hours=3, minutes=30)]
    skipped = day_begins(short, ZONE).astimezone(UTC)
    moments += [skipped + timedelta(hours=1, minutes=59), skipped + timedelta(hours=2)]
    file = tmp_path_factory.mktemp("nights") / "purchases.csv"
    rows = [
        f"SMKT003,{moment.astimezone(zone).isoformat()},{uuid.uuid4()},Bananas,1.90\n"
        for moment in moments
    ]
    file.write_text("supermarket_id,timestamp,user_id,items_list,total_amount\n" + "".join(rows))
    suite.mercato("import", "purchases", str(file))
    return long, short


def test_a_day_of_25_hours_shows_the_repeated_hour_twice(dashboard, nights):
    dashboard.look(f"from={nights[0]}&branch=SMKT003")

    dashboard.has(
        bars=lambda bars: (
            list(bars.items())[:2] == [("2A", "1.90"), ("2B", "1.90")] and list(bars)[2] == "3"
        ),
        source=holding("25 hours"),
    )
    assert overflow(dashboard.driver) == []


def test_a_day_of_23_hours_leaves_the_skipped_hour_out(dashboard, nights):
    dashboard.look(f"from={nights[1]}&branch=SMKT003")

    dashboard.has(bars=lambda bars: list(bars.items())[:2] == [("1", "1.90"), ("3", "1.90")])

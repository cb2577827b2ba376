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
    broken_rules,
    chromium,
    console_errors,
    overflow,
    prefer,
    resize,
    tab_through,
)
from traffic_generator.pages.dashboard import Customers, Dashboard, Numbers, Ranking

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


@pytest.fixture
def saved(window):
    """The rows of a file, by the address of its link."""

    def rows(href):
        cookies = {each["name"]: each["value"] for each in window.get_cookies()}
        answer = requests.get(href, cookies=cookies, timeout=10)  # noqa: TID251  # as the browser
        assert answer.status_code == 200, answer.text
        return list(csv.DictReader(io.StringIO(answer.text, newline="")))

    return rows


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=lambda size: str(size[0]))
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_page_is_accessible_and_keeps_to_its_rules(window, suite, path, size, scheme):
    prefer(window, color_scheme=scheme, reduced_motion="reduce")
    resize(window, *size)
    console_errors(window)  # of what was opened before
    Numbers(window, suite.dashboard).visit(path)

    assert axe(window) == []
    assert broken_rules(window) == []
    assert overflow(window) == []
    told = [line for line in console_errors(window) if "status of 4" not in line]
    assert told == []


def test_everything_opened_is_accessible_too(dashboard, window):
    dashboard.look("period=28days")
    window.execute_script(
        "for (const each of document.querySelectorAll('details')) each.open = true"
    )
    dashboard.explain("revenue")

    assert axe(window) == []
    assert overflow(window) == []


@pytest.mark.parametrize("width", [320, 640, 768, 1024, 1920, 2560])
@pytest.mark.parametrize("path", ["/?period=28days", "/products", "/customers?q=john"])
def test_no_page_is_wider_than_its_window(window, suite, path, width):
    resize(window, width)
    Numbers(window, suite.dashboard).visit(path)

    assert overflow(window) == []


def test_tab_reaches_everything_and_always_shows_where_it_is(dashboard, window):
    dashboard.look()

    stops = tab_through(window)

    assert [stop for stop in stops if not stop.seen or not stop.ring] == []


def test_filters_are_chosen_by_keyboard_alone_and_stand_in_the_address(dashboard, window):
    dashboard.look()

    dashboard.choose("28 days").choose("Harbour")
    dashboard.reach("Compare with the 28 days before").press(" ")
    dashboard.choose("Nothing")
    dashboard.loyal_from(2)

    assert dashboard.choices[:2] == ["28 days", "Harbour"]
    assert dashboard.comparison == "Compare with nothing"
    assert "came 2 times or more" in window.page_source
    for part in ("period=28days", "branch=SMKT002", "compare=none", "min_purchases=2"):
        assert part in window.current_url


def test_back_restores_the_filters(dashboard, window):
    dashboard.look().choose("28 days").choose("Old Town")
    headline = dashboard.headline

    dashboard.choose("Yesterday")
    window.back()
    dashboard.shown()

    assert dashboard.choices[:2] == ["28 days", "Old Town"]
    assert dashboard.headline == headline


def test_an_address_can_be_handed_on(dashboard, window):
    dashboard.look().choose("28 days").choose("Market Hall")
    headline = dashboard.headline

    with chromium() as somebody_elses:
        theirs = Dashboard(somebody_elses, dashboard.base_url)
        theirs.visit(window.current_url.removeprefix(theirs.base_url))

        assert theirs.shown().headline == headline


def test_days_are_chosen_by_typing_them(dashboard, window):
    today = date.today()  # noqa: DTZ011  # any day near this one will do
    first = today - timedelta(days=9)
    dashboard.look(f"from={first}&to={today}")

    assert window.find_element("id", "from").get_property("value") == str(first)
    assert len(dashboard.rows("Takings by the day")) == 10


def test_wrong_days_are_told_at_the_field_and_kept(window, suite):
    window.get(f"{suite.dashboard}/?from=2026-13-01&to=2026-11-20")

    field = window.find_element("id", "from")
    assert field.get_property("value") == "2026-13-01"
    assert field.get_dom_attribute("aria-invalid") == "true"
    assert "is not a day of the calendar" in window.find_element("id", "from-error").text


@pytest.mark.parametrize("query", ["period=28days", "period=yesterday&compare=week", ""])
def test_a_file_holds_what_the_page_shows(dashboard, saved, query):
    dashboard.look(query)

    for caption in ("the branches", "the top products", "the loyal buyers"):
        if caption not in dashboard.driver.page_source:
            continue
        shown = dashboard.rows(caption)
        kept = [
            [cell for key, cell in row.items() if key not in ("branch_id", "customer_id")]
            for row in saved(dashboard.file(caption))
        ]
        assert kept == [[cell.replace(",", "") for cell in row] for row in shown], caption


def test_the_charts_file_holds_what_the_chart_shows(dashboard, saved):
    dashboard.look("period=yesterday")

    rows = saved(dashboard.file("the takings"))

    assert {f"{int(row['starts_at'][11:13])}": row["revenue_eur"] for row in rows} == dashboard.bars


def test_a_number_explains_itself_when_pressed_and_when_pointed_at(dashboard):
    dashboard.look("period=28days")

    assert "VAT included" in dashboard.explain("revenue")
    dashboard.press(Keys.ESCAPE)
    assert "Revenue divided by purchases" in dashboard.explain("average", hover=True)


def test_the_tenders_of_28_days_equal_the_sales(dashboard):
    assert dashboard.look("period=28days").verdict == "Tenders equal sales"


def test_somebody_is_looked_up_by_name(window, suite):
    history = Customers(window, suite.dashboard).open().find("john").pick("John Doe")

    assert history.name == "John Doe"
    assert ["Keyboard" in history.purchases[0], "Laptop" in history.purchases[-1]] == [True, True]


def test_products_are_sorted_by_what_they_brought_in(window, suite):
    ranking = Ranking(window, suite.dashboard).look("period=28days").choose("EUR")

    rows = ranking.rows("Products sold in the last 28 days")
    amounts = [float(row[3]) for row in rows]
    assert len(rows) == 10
    assert amounts == sorted(amounts, reverse=True)


def test_the_pages_work_without_javascript(suite):
    with chromium() as browser:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
        page = Dashboard(browser, suite.dashboard).look("period=28days")

        assert "in the last 28 days" in page.headline
        page.choose("Harbour")
        assert page.choices[:2] == ["28 days", "Harbour"]
        page.loyal_from(2)
        assert "came 2 times or more" in browser.page_source


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

    bars = dashboard.bars
    assert list(bars)[:3] == ["2A", "2B", "3"]
    assert (bars["2A"], bars["2B"]) == ("1.90", "1.90")
    assert "25 hours" in dashboard.driver.page_source
    assert overflow(dashboard.driver) == []


def test_a_day_of_23_hours_leaves_the_skipped_hour_out(dashboard, nights):
    dashboard.look(f"from={nights[1]}&branch=SMKT003")

    bars = dashboard.bars
    assert list(bars)[:2] == ["1", "3"]
    assert (bars["1"], bars["3"]) == ("1.90", "1.90")

"""How browsers and moments are called."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboard_service.models.account import OpenSession, Secret
from dashboard_service.pages.labels import ago

NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC).astimezone(ZoneInfo("Europe/Amsterdam"))
_WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (
            f"Mozilla/5.0 (X11; Linux x86_64) {_WEBKIT} Chrome/130.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0) {_WEBKIT} Chrome/130 Safari/537 Edg/130",
            "Edge on Windows",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.1; rv:132.0) Firefox/132.0", "Firefox on Mac"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) {_WEBKIT} Safari/604.1", "Safari on iPhone"),
        (f"Mozilla/5.0 (Linux; Android 15) {_WEBKIT} Chrome/130 Safari/537", "Chrome on Android"),
        ("curl/8.1", "curl/8.1"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_called_as_people_call_it(agent, device):
    session = OpenSession(None, "till", "127.0.0.1", agent, NOW, NOW, is_this=False)

    assert session.device == device


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (timedelta(seconds=40), "just now"),
        (timedelta(minutes=12), "12 min ago"),
        (timedelta(hours=2), "today at 13:20"),
        (timedelta(hours=16), "yesterday at 23:20"),
        (timedelta(days=3), "Tuesday"),
    ],
)
def test_a_moment_is_called_as_one_says_it(gone, words):
    assert ago(NOW - gone, NOW) == words


def test_a_secret_is_read_off_in_fours():
    assert Secret("JBSWY3DPEHPK3PXP", "").grouped == "JBSW Y3DP EHPK 3PXP"

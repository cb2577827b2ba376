"""What may not stand in what we commit, and which words we use for what."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: Written apart, so that this file does not name what it forbids.
_FORBIDDEN = [
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js.",
    "deb." + "debian.org",
    "/wo" + "rk/",
    "/ro" + "ot/.",
    "TO" + "DO",
    "FIX" + "ME",
]

#: Words that mean one of ours. The documents' own words live in their payloads and pages.
_OTHER_WORDS = {
    "sku": "product",
    "inventory": "level",
    "supermarket": "branch",
    "stocktake": "movement",
}
_DOCUMENTS = re.compile(r"Document|document_")


@pytest.mark.parametrize("phrase", _FORBIDDEN)
def test_nothing_committed_says(committed, phrase):
    assert [name for name, text in committed.items() if phrase in text] == []


def test_no_template_holds_inline_style_or_script(committed):
    inline = re.compile(r"\sstyle=|\son[a-z]+=|<script>|javascript:")
    guilty = [
        name
        for name, text in committed.items()
        if name.endswith(".html") and "/templates/" in name and inline.search(text)
    ]

    assert guilty == []


def test_pages_work_over_plain_http_in_a_shops_own_network(committed):
    """There a browser gives no crypto.randomUUID, no clipboard and no service worker."""
    secure_only = re.compile(r"crypto\.(randomUUID\(|subtle\.)|serviceWorker\.register")
    guilty = [
        name
        for name, text in committed.items()
        if name.endswith(".js") and secure_only.search(text)
    ]

    assert guilty == []


def test_prices_are_not_multiplied_by_a_hundred(committed):
    arithmetic = re.compile(r"[*/] ?100(\.0)?\b|\bround\(|Math\.round|parseFloat|toFixed")
    guilty = {
        name: arithmetic.search(text)[0]
        for name, text in committed.items()
        if re.search(r"-service/src/.*\.(py|js|html)$", name) and arithmetic.search(text)
    }

    assert guilty == {}, "only common.money does arithmetic on money"


def test_a_day_becomes_a_moment_in_one_place(committed):
    """There any day has a beginning and an end; elsewhere the calendar's last one was a mistake of ours."""
    by_hand = re.compile(r"combine\([^()]*tzinfo|datetime\(\w+\.year|timedelta\(days=1\),? \w*zone")
    guilty = [
        name
        for name, text in committed.items()
        if re.search(r"/src/.*\.py$", name)
        and name != "common/src/common/clock.py"
        and by_hand.search(text)
    ]

    assert guilty == [], "use day_begins and day_ends of common.clock"


def test_one_word_stands_for_one_thing():
    guilty = []
    for path in [*ROOT.glob("*-service/src/**/*.py"), *ROOT.glob("common/src/**/*.py")]:
        for node in ast.walk(ast.parse(path.read_text())):
            name = (
                getattr(node, "name", None)
                or getattr(node, "arg", None)
                or getattr(node, "id", None)
            )
            if not isinstance(name, str) or _DOCUMENTS.search(name):
                continue
            guilty += [
                f"{path.relative_to(ROOT)}: {name} (say {ours})"
                for word, ours in _OTHER_WORDS.items()
                if word in name.lower() and "payloads" not in (path.stem, path.parent.name)
            ]

    assert guilty == []


def test_links_between_pages_lead_somewhere(committed):
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")
    broken = [
        f"{name}: {target}"
        for name, text in committed.items()
        if name.endswith(".md")
        for target in link.findall(text)
        if not (ROOT / name).parent.joinpath(target).exists()
    ]

    assert broken == []

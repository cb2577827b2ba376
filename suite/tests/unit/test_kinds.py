import stat

import pytest

from suite import kinds
from suite.errors import SuiteError
from suite.home import Home
from suite.kinds import Kind, Mark


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    home.make()
    return home


def test_a_fresh_home_is_nothing_yet(home):
    assert kinds.of(home) is None
    assert not kinds.is_chain(home)


@pytest.mark.parametrize(
    "mark", [Mark(Kind.DEMO), Mark(Kind.CHAIN, by_page=True), Mark(Kind.CHAIN, server="db:5432/m")]
)
def test_what_a_home_is_it_remembers(home, mark):
    kinds.remember(home, mark)

    assert kinds.of(home) == mark
    assert stat.S_IMODE(home.kind_file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", '{"kind": "shop", "by_page": false}'])
def test_a_damaged_mark_is_told_and_not_taken_for_a_demo(home, content):
    home.kind_file.write_text(content)

    with pytest.raises(SuiteError, match="is damaged"):
        kinds.of(home)


def test_a_home_that_was_emptied_is_fresh_again(home):
    kinds.remember(home, Mark(Kind.CHAIN))

    kinds.forget(home)
    kinds.forget(home)

    assert kinds.of(home) is None


@pytest.mark.parametrize(
    ("mark", "server"),
    [
        (None, ""),
        (None, "db:5432/m"),
        (Mark(Kind.DEMO), "db:5432/m"),
        (Mark(Kind.CHAIN), ""),
        (Mark(Kind.CHAIN, server="db:5432/m"), "db:5432/m"),
    ],
)
def test_a_chain_starts_where_its_books_are(mark, server):
    kinds.check_server(mark, server)


@pytest.mark.parametrize(
    ("mark", "server", "said"),
    [
        (Mark(Kind.CHAIN), "db:5432/m", "keeps its books in the home"),
        (Mark(Kind.CHAIN, server="db:5432/m"), "", "keeps its books on db:5432/m"),
        (Mark(Kind.CHAIN, server="db:5432/m"), "db:5432/x", "DATABASE_URL names db:5432/x"),
    ],
)
def test_another_server_than_the_chains_is_refused(mark, server, said):
    with pytest.raises(SuiteError, match=said):
        kinds.check_server(mark, server)

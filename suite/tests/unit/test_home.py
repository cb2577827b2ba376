import stat
import subprocess

import pytest

from suite.errors import HomeBusy, SuiteError
from suite.home import Home


@pytest.fixture
def home(tmp_path):
    home = Home(tmp_path / "home")
    home.make()
    return home


def test_secrets_stay_the_same_and_private(home):
    first = home.secrets()

    assert home.secrets() == first
    assert stat.S_IMODE(home.secrets_file.stat().st_mode) == 0o600
    assert len(set(first.of_roles().values())) == 4


def test_a_secret_that_a_new_version_needs_is_added_to_the_old_ones(home):
    home.secrets_file.write_text('{"secret_key": "old"}')

    secrets = home.secrets()

    assert secrets.secret_key == "old"
    assert home.secrets() == secrets


def test_damaged_secrets_are_not_replaced(home):
    home.secrets_file.write_text("{")

    with pytest.raises(SuiteError, match="is damaged"):
        home.secrets()

    assert home.secrets_file.read_text() == "{"


def test_a_home_is_held_by_one_at_a_time(home):
    with home.held():
        assert home.is_held()
        with pytest.raises(HomeBusy, match=r"\./mercato down"), home.held(patience=0):
            pass

    assert not home.is_held()


def test_nobody_inherits_the_lock(home):
    with home.held():
        child = subprocess.Popen(["sleep", "30"])
    held = home.is_held()
    child.kill()
    child.wait()

    assert not held


def test_a_home_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(SuiteError, match="MERCATO_HOME"):
        Home(tmp_path / "file" / "home").make()

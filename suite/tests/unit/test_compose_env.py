import stat

import pytest

from suite import compose_env
from suite.errors import SuiteError


def test_every_secret_is_written_for_the_owner_alone(tmp_path):
    file, added = compose_env.write(tmp_path)

    lines = dict(line.split("=", 1) for line in file.read_text().splitlines())
    assert tuple(lines) == tuple(added) == compose_env.NAMES
    assert len(set(lines.values())) == len(lines)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_second_time_nothing_is_changed(tmp_path):
    file, _ = compose_env.write(tmp_path)
    first = file.read_text()

    _, added = compose_env.write(tmp_path)

    assert added == []
    assert file.read_text() == first


def test_what_containers_use_is_kept_and_what_a_new_version_needs_is_added(tmp_path):
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=mine\nCOMPOSE_PROJECT_NAME=shop")

    file, added = compose_env.write(tmp_path)

    lines = dict(line.split("=", 1) for line in file.read_text().splitlines())
    assert (lines["POSTGRES_PASSWORD"], lines["COMPOSE_PROJECT_NAME"]) == ("mine", "shop")
    assert set(added) == set(compose_env.NAMES) - {"POSTGRES_PASSWORD"}


def test_a_file_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / ".env").mkdir()

    with pytest.raises(SuiteError, match=r"Cannot use .*\.env"):
        compose_env.write(tmp_path)

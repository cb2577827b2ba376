import stat

import pytest

from suite import compose_env
from suite.errors import SuiteError


def test_every_secret_is_written_for_the_owner_alone(tmp_path):
    file = compose_env.write(tmp_path)

    lines = dict(line.split("=", 1) for line in file.read_text().splitlines())
    assert tuple(lines) == compose_env.NAMES
    assert len(set(lines.values())) == len(lines)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_existing_file_is_kept(tmp_path):
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=mine\n")

    with pytest.raises(SuiteError, match="was left as it is"):
        compose_env.write(tmp_path)

    assert (tmp_path / ".env").read_text() == "POSTGRES_PASSWORD=mine\n"

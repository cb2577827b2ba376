import os
import re
import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
import typer

from suite import checks
from suite.checks import Extent
from suite.cli import development

ROOT = Path(__file__).parents[3]


def test_the_types_of_every_package_are_checked():
    steps = dict(checks._steps(ROOT, Extent.FAST))

    packages = {path.parent.name for path in ROOT.glob("*/src/*/__init__.py")}
    assert {"common", "suite", "api_service"} <= packages <= set(steps["mypy"])


def test_what_developers_type_finds_what_only_they_need():
    """Tests, benchmarks and the lock import packages that no service needs, on a fresh machine too."""
    typed = re.search(
        r"^  ([\w |]+)\) install requirements-dev.lock",
        (ROOT / "mercato").read_text(),
        re.MULTILINE,
    )
    app = typer.Typer()
    development.register(app)

    assert set(typed[1].split(" | ")) == {
        each.name or each.callback.__name__ for each in app.registered_commands
    }


def test_the_fast_run_leaves_out_what_needs_the_machine_for_itself():
    fast = [title for title, _command in checks._steps(ROOT, Extent.FAST)]

    assert fast[-1] == "pytest, side by side"


def test_the_fast_run_leaves_out_what_takes_long_beside_others():
    chosen = dict(checks._steps(ROOT, Extent.FAST))["pytest, side by side"][-1]
    usual = dict(checks._steps(ROOT, Extent.USUAL))["pytest, side by side"][-1]

    assert chosen == f"{usual} and not integration and not contract"


def test_other_words_are_pytests(tmp_path):
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n")
    light = [f"-pno:{plugin}" for plugin in ("cacheprovider", "schemathesis", "hypothesispytest")]

    assert checks.run_pytest(tmp_path, ["-q", *light, "test_one.py"]) == 0
    assert checks.run_pytest(tmp_path, ["-q", *light, "none.py"]) != 0


def test_every_test_is_in_just_one_step_of_the_long_run():
    """By the markers that a test may have."""
    kinds = ("e2e", "faults", "timed", "long")
    marks = [combined for n in range(len(kinds) + 1) for combined in combinations(kinds, n)]
    steps = dict(checks._steps(ROOT, Extent.LONG))
    wanted = [command[-1] for title, command in steps.items() if title.startswith("pytest")]

    def chosen(expression, combined):
        return eval(expression, {kind: kind in combined for kind in kinds})  # noqa: S307  # our own words

    assert [sum(chosen(each, combined) for each in wanted) for combined in marks] == [1] * 16


@pytest.fixture
def without_browser(monkeypatch):
    """A machine with apt and no Chromium, where commands are only written down; by the uid of whoever types."""
    ran = []

    def call(uid):
        monkeypatch.setattr(os, "geteuid", lambda: uid)
        monkeypatch.setattr(shutil, "which", lambda name: name if name == "apt-get" else None)
        monkeypatch.setattr(subprocess, "run", lambda command, **_: ran.append(command))
        checks._ensure_browser()
        return ran

    return call


def test_root_gets_the_browser_installed(without_browser):
    update, install = without_browser(0)

    assert update[:2] == ["apt-get", "update"]
    assert install[:2] == ["apt-get", "install"]
    assert {"chromium", "chromium-driver"} <= set(install)


def test_others_are_told_what_to_type(without_browser, capsys):
    assert without_browser(1000) == []
    assert "sudo apt install chromium chromium-driver" in capsys.readouterr().out

from pathlib import Path

from suite import checks
from suite.checks import Extent

ROOT = Path(__file__).parents[3]


def test_the_types_of_every_package_are_checked():
    steps = dict(checks._steps(ROOT, Extent.FAST))

    packages = {path.parent.name for path in ROOT.glob("*/src/*/__init__.py")}
    assert {"common", "suite", "api_service"} <= packages <= set(steps["mypy"])


def test_the_fast_run_leaves_out_what_needs_the_machine_for_itself():
    fast = [title for title, _command in checks._steps(ROOT, Extent.FAST)]

    assert fast[-1] == "pytest, side by side"


def test_other_words_are_pytests(tmp_path):
    (tmp_path / "test_one.py").write_text("def test_one():\n    pass\n")

    assert checks.run_pytest(tmp_path, ["-q", "-p", "no:cacheprovider", "test_one.py"]) == 0
    assert checks.run_pytest(tmp_path, ["-q", "-p", "no:cacheprovider", "none.py"]) != 0

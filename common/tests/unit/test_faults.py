"""Fault points: what they do where tests are, and that an image has none."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from common.testing import faults

ROOT = Path(__file__).parents[3]

PASSES = """
import sys
from common import faults
for number in range(int(sys.argv[1])):
    print(number + 1, flush=True)
    faults.point("order.after_pin")
"""


def run(sources, words, *, passes=4, demo="1"):
    return subprocess.run(
        [sys.executable, "-c", PASSES, str(passes)],
        env={"PYTHONPATH": str(sources), "MERCATO_FAULTS": words, "MERCATO_DEMO": demo},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """What an image holds of common: the Dockerfile copies common/src, without what .dockerignore names."""
    assert "COPY common/src common/src" in (ROOT / "Dockerfile").read_text()
    left_out = [
        line.removeprefix("**/")
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("**/")
    ]
    folder = tmp_path_factory.mktemp("image")
    shutil.copytree(
        ROOT / "common" / "src",
        folder / "common" / "src",
        ignore=shutil.ignore_patterns(*left_out),
    )
    shutil.copy(ROOT / "VERSION", folder)
    return folder / "common" / "src"


@pytest.mark.parametrize(
    ("words", "lived_through"),
    [
        ("order.after_pin=exit", 1),
        ("order.after_pin=exit@3", 3),
        ("cart.x=exit,order.after_pin=exit@2", 2),
    ],
)
def test_a_process_dies_at_the_pass_that_was_named(words, lived_through):
    ended = run(ROOT / "common" / "src", words)

    assert (ended.returncode, len(ended.stdout.split())) == (faults.KILLED, lived_through)


def test_a_file_may_name_the_points_and_whoever_dies_by_it_takes_it_away(tmp_path):
    plan = tmp_path / "plan"
    plan.write_text("order.after_pin=exit@2")

    first = run(ROOT / "common" / "src", f"@{plan}")
    assert (first.returncode, len(first.stdout.split())) == (faults.KILLED, 2)
    assert not plan.exists()
    assert run(ROOT / "common" / "src", f"@{plan}").returncode == 0


@pytest.mark.parametrize("words", ["", "order.after_ping=exit", "order.after_pin=exit@9"])
def test_a_point_that_was_not_named_is_passed(words):
    assert run(ROOT / "common" / "src", words).returncode == 0


def test_in_an_image_the_points_do_nothing(image):
    assert not (image / "common" / "testing").exists()

    ended = run(image, "order.after_pin=exit")

    assert (ended.returncode, len(ended.stdout.split()), ended.stderr) == (0, 4, "")


@pytest.mark.parametrize("demo", ["0", ""])
def test_outside_a_demo_nothing_starts_with_points_named(demo):
    refused = run(ROOT / "common" / "src", "order.after_pin=exit@2", demo=demo)

    assert (refused.returncode, refused.stdout) == (1, "")
    assert "MERCATO_FAULTS is for drills, which need a demo: MERCATO_DEMO=1" in refused.stderr
    assert run(ROOT / "common" / "src", "", demo=demo).returncode == 0


def test_a_build_that_took_the_points_along_fails():
    assert "RUN test ! -e common/src/common/testing" in (ROOT / "Dockerfile").read_text()


def test_a_pause_is_as_long_as_it_says(monkeypatch):
    slept = []
    monkeypatch.setattr(faults, "_PLAN", faults.planned("a.b=sleep:2.5"))
    monkeypatch.setattr(faults.time, "sleep", slept.append)

    faults.strike("a.b")
    faults.strike("a.c")

    assert slept == [2.5]


@pytest.mark.parametrize(
    "words", ["a.b", "a.b=die", "a.b=exit@", "a.b=sleep", "ab=exit", "a.b=exit;"]
)
def test_words_that_would_never_strike_are_refused(words):
    with pytest.raises(ValueError, match="MERCATO_FAULTS"):
        faults.planned(words)


def test_every_point_of_the_code_is_found(tmp_path):
    folder = tmp_path / "some-service" / "src" / "some_service"
    folder.mkdir(parents=True)
    (folder / "use_cases.py").write_text(
        'faults.point("some.second")\nfaults.point(\n    "some.first"\n)\n'
    )

    assert faults.points(tmp_path) == ["some.first", "some.second"]

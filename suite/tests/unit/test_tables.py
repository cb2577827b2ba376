"""What the tables show of a suite on a narrow screen and in a pipe."""

import io
import subprocess
import sys

import pytest
from rich.console import Console

from suite import tables
from suite.home import Home
from suite.report import PartReport, Report

URL = "http://127.0.0.1:28002"


@pytest.fixture
def report():
    part = PartReport("dashboard-service", URL, 123456, ready=False, restarts=12, pss_mb=123.4)
    return Report("starting", "", 20_000, (part,), None, None)


def test_no_address_is_cut(report, monkeypatch, tmp_path):
    shown = io.StringIO()
    monkeypatch.setattr(tables, "console", Console(file=shown, highlight=False, width=80))

    tables.show_status(report, Home(tmp_path))

    assert URL in shown.getvalue()
    assert "…" not in shown.getvalue()


def test_a_pipe_is_wide():
    script = "from suite.tables import console; print(console.width)"

    width = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout

    assert int(width) > 120

"""The browser that tests drive."""

import pytest

from common.testing.browser import chromium


def test_without_chromium_a_test_fails_and_names_the_command(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(pytest.fail.Exception, match="apt-get install -y chromium"), chromium():
        pass

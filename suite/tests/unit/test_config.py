from pathlib import Path

from suite.config import Settings


def test_the_home_lies_in_the_clone_unless_told_otherwise(tmp_path):
    assert Settings.from_env({"MERCATO_ROOT": str(tmp_path)}).home == tmp_path / ".mercato"
    assert Settings.from_env({"MERCATO_HOME": str(tmp_path / "x")}).home == tmp_path / "x"


def test_a_relative_home_means_the_same_from_everywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert Settings.from_env({"MERCATO_HOME": "here"}).home == Path(tmp_path / "here")


def test_services_inherit_the_rest_of_the_environment_only():
    settings = Settings.from_env({"DATABASE_URL": "x", "MERCATO_HOME": "/y", "MIN_PURCHASES": "5"})

    assert settings.environment == {"MIN_PURCHASES": "5"}


def test_another_process_reads_the_same_settings():
    settings = Settings.from_env(
        {"MERCATO_HOME": "/y", "DATABASE_URL": "postgresql://h/d", "A": "b"}
    )

    assert Settings.from_env(settings.for_another_process()) == settings

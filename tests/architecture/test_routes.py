"""No address appears, vanishes or goes undocumented unnoticed."""

from pathlib import Path

from common import health
from common.api import operation_of
from common.errors import ServiceError
from common.openapi import failures

HERE = Path(__file__).parent

#: What every service serves without a contract of its own: probes, pages, files and the documentation.
_SHARED = {"health", "ui"}
_PLAIN = {"openapi", "docs", "problem", "static"}


def test_the_committed_list_of_routes_is_true(apps):
    listed = [
        f"{name} {','.join(sorted(rule.methods - {'HEAD', 'OPTIONS'}))} {rule.rule}"
        for name, app in sorted(apps.items())
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        if rule.endpoint.split(".")[0] not in _SHARED
    ]

    assert listed == (HERE / "routes.txt").read_text().splitlines(), (
        "an address that vanishes breaks somebody; if it is meant, change routes.txt too"
    )


def test_every_route_has_an_error_contract(apps):
    without = []
    for name, app in apps.items():
        pages = {
            each
            for each, blueprint in app.blueprints.items()
            if "pages" in blueprint.import_name.split(".")
        }
        for rule in app.url_map.iter_rules():
            owner = rule.endpoint.split(".")[0]
            if owner in _SHARED | pages or rule.endpoint in _PLAIN:
                continue
            described = operation_of(app.view_functions[rule.endpoint])
            if described is None or not failures(described):
                without.append(f"{name} {rule.rule}")

    assert without == [], "describe it with @operation"


def test_every_service_answers_the_probes(apps):
    probes = {rule.rule for rule in apps["api-service"].url_map.iter_rules()}
    probes = {
        each
        for each in probes
        if each in {"/ping", "/health", "/livez", "/readyz", "/metrics", "/version"}
    }

    assert len(probes) == 6
    for app in apps.values():
        assert probes <= {rule.rule for rule in app.url_map.iter_rules()}
        assert health.blueprint.name in app.blueprints


def test_every_failure_explains_itself():
    for kind in ServiceError.kinds.values():
        assert kind.__doc__, kind
        assert kind.__doc__.strip().endswith("."), kind
        assert 400 <= kind.status < 600, kind
        assert not kind.title.endswith("."), kind

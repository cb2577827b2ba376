"""People over HTTP, by noun."""

from api_service.people.routes import (
    customers,
    document,
    invitations,
    keys,
    own_account,
    sessions,
    staff,
    team,
)

BLUEPRINTS = tuple(
    each.blueprint
    for each in (customers, document, invitations, keys, own_account, sessions, staff, team)
)

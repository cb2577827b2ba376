"""Hands on what another service refused, in its own words."""

from flask import Response, jsonify

from common.service_client import Refusal


def passed_on(refusal: Refusal) -> Response:
    """The neighbour's problem as our answer."""
    response = jsonify(refusal.problem)
    response.status_code = refusal.status
    response.mimetype = "application/problem+json"
    response.headers["Cache-Control"] = "no-store"
    if refusal.retry_after:
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response

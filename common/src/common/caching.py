"""Answers kept in a worker for a while, never longer than nothing has changed."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_caching import Cache
from sqlalchemy import Connection, text


def marker(connection: Connection) -> str:
    """What changes whenever anything at all is committed to the database, and only then.

    Two equal snapshots see the same transactions as finished, so an answer computed under one holds under the other;
    a counter or a newest id would miss a transaction that commits late.
    """
    return str(connection.execute(text("SELECT pg_current_snapshot()")).scalar_one())


class AnswerCache:
    """One worker's memory of answers; each is kept with the marker it was computed under.

    Every worker keeps its own, and asks the database for the marker before it answers, so none is behind another.
    """

    def __init__(self) -> None:
        """Not in use before init_app."""
        self._cache: Cache | None = None

    def init_app(self, app: Flask, *, seconds: int) -> None:
        """`seconds` is the longest life of an answer; 0 keeps none."""
        if seconds > 0:
            self._cache = Cache(
                app,
                config={
                    "CACHE_TYPE": "SimpleCache",
                    "CACHE_DEFAULT_TIMEOUT": seconds,
                    "CACHE_THRESHOLD": 200,
                },
            )

    def get(self, key: str, current: str, compute: Callable[[], Any]) -> Any:
        """What was computed for `key` under the marker `current`, or compute it now."""
        if self._cache is None:
            return compute()
        kept = self._cache.get(key)
        if kept is not None and kept[0] == current:
            return kept[1]
        answer = compute()
        self._cache.set(key, (current, answer))
        return answer

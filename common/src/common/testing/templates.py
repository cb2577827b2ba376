"""Templates are compiled once for a test run, though nearly every test builds an application of its own."""

import io

import flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class CompiledTemplates(BytecodeCache):
    """Compiled templates in memory, by their file and its text.

    Applications may share them: what they lend their templates are functions, which no compiler works out.
    """

    def __init__(self) -> None:
        """Nothing is compiled yet."""
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand out what was compiled before."""
        if kept := self._kept.get((bucket.key, bucket.checksum)):
            bucket.load_bytecode(io.BytesIO(kept))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled just now."""
        written = io.BytesIO()
        bucket.write_bytecode(written)
        self._kept[bucket.key, bucket.checksum] = written.getvalue()


def pytest_configure() -> None:
    """Every application of this run finds them."""
    flask.Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}

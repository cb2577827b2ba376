"""The files that pages load, under one fingerprint, so that no browser asks for one twice."""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from flask import Response, request

_IMPORT = re.compile(r'@import "([\w./-]+)" layer\((\w+)\);')
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)"')
_TEXT = {"text/css", "text/javascript", "image/svg+xml"}
#: The machine's own table of types may miss these or name them otherwise.
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes as they are and, for text, packed with gzip."""

    content: bytes
    mimetype: str
    packed: bytes | None

    def response(self) -> Response:
        """The file as the browser that asks wants it."""
        takes_gzip = request.accept_encodings.quality("gzip") > 0
        if self.packed is None:
            return Response(self.content, mimetype=self.mimetype)
        response = Response(self.packed if takes_gzip else self.content, mimetype=self.mimetype)
        response.headers["Vary"] = "Accept-Encoding"
        if takes_gzip:
            response.headers["Content-Encoding"] = "gzip"
        return response


@dataclass(frozen=True, slots=True)
class Assets:
    """Files by name. One fingerprint stands for all, so their relative addresses stay valid."""

    files: Mapping[str, File]
    fingerprint: str
    icons: tuple[str, ...]

    @classmethod
    def read(cls, folders: Mapping[str, Path]) -> Self:
        """Read whole folders, each under its prefix; stylesheets come with their imports."""
        contents = {
            f"{prefix}{path.relative_to(folder).as_posix()}": _content(path)
            for prefix, folder in folders.items()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.name.startswith(".")
        }
        digest = hashlib.sha256()
        for name, content in sorted(contents.items()):
            digest.update(f"{name}:{len(content)}:".encode() + content)
        return cls(
            {name: _file(name, content) for name, content in contents.items()},
            digest.hexdigest()[:12],
            tuple(_SYMBOL.findall(contents.get("icons.svg", b"").decode())),
        )


def _content(path: Path) -> bytes:
    if path.suffix != ".css":
        return path.read_bytes()

    def imported(match: re.Match[str]) -> str:
        part = (path.parent / match[1]).read_text(encoding="utf-8")
        return f"@layer {match[2]} {{\n{part}}}\n"

    return _IMPORT.sub(imported, path.read_text(encoding="utf-8")).encode()


def _file(name: str, content: bytes) -> File:
    suffix = Path(name).suffix
    kind = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(content, mtime=0) if kind in _TEXT else None
    return File(content, kind, packed)

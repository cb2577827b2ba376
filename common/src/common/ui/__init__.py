"""The look of every page: templates, one stylesheet, icons and the small modules that pages load."""

from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, g, has_request_context, render_template
from jinja2 import StrictUndefined
from markupsafe import Markup

from common import request_ids
from common.errors import NotFound
from common.ui import charts, docs, problems, showcase
from common.ui.assets import Assets
from common.ui.writing import Writer, department_name

_STATIC = Path(__file__).parent / "static"
_FOR_EVER = "public, max-age=31536000, immutable"


def init_app(app: Flask, *, service_title: str) -> None:
    """Give an application the design system: call it once `app.config["LOCALE"]` is set.

    Templates may extend `ui/page.html` and import `ui/parts.html`. They find `asset(name)` for
    the files of common/ui/static and `service_asset(name)` for those of the service's own static
    folder; both answer addresses that a browser keeps for ever. A service's module imports a
    shared one as `../live.js`, because its files are served in the folder `service` beside them.
    """
    writer = Writer(app.config.get("LOCALE", "en"))
    files = _Files(app)
    blueprint = Blueprint("ui", __name__, url_prefix="/ui", template_folder="templates")
    blueprint.add_url_rule("/<fingerprint>/<path:name>", "asset", files.answer)
    blueprint.add_url_rule("/parts", "parts", _parts)
    app.register_blueprint(blueprint)
    app.context_processor(lambda: {"request_id": request_ids.current.get()})

    jinja = app.jinja_env
    # an application without a door has neither forms to protect nor anybody signed in
    for name, without in {
        "csrf_token": None,
        "csrf_field": Markup,
        "door_path": str,
        "demo": False,
    }.items():
        jinja.globals.setdefault(name, without)
    jinja.undefined = StrictUndefined
    jinja.trim_blocks = True
    jinja.lstrip_blocks = True
    jinja.globals.update(
        asset=files.address,
        service_asset=lambda name: files.address(f"service/{name}"),
        sign_address=files.sign,
        icon_names=files.icons,
        service_title=service_title,
        written=writer.amount,
        whole=writer.whole,
        department_name=department_name,
        percent=writer.percent,
        short=writer.short,
        day=writer.day,
        moment=writer.moment,
        clock_time=writer.clock_time,
        language=writer.language,
        chart_of=charts.Drawing(writer.short).chart,
        bars_of=charts.bars,
        api_of=docs.reference,
        error_words=problems.words_for,
        page_before=problems.page_before,
        problem_pages=problems.advice_for,
    )


class _Files:
    """The application's files, read once; while templates reload, once for every request."""

    def __init__(self, app: Flask) -> None:
        own = Path(app.static_folder) if app.static_folder else None
        self._folders = {"": _STATIC, **({"service/": own} if own and own.is_dir() else {})}
        self._reloads = bool(app.config.get("TEMPLATES_AUTO_RELOAD"))
        self._kept = _read(tuple(self._folders.items()))

    def address(self, name: str) -> str:
        """Where a browser finds a file; an unknown name is a mistake in a template."""
        assets = self._current()
        if name not in assets.files:
            raise LookupError(f"there is no static file {name!r}")
        return f"/ui/{assets.fingerprint}/{name}"

    def sign(self, name: str) -> str:
        """Where the drawing of an icon is; an unknown one is a mistake in a template."""
        if name not in self._current().icons:
            raise LookupError(f"there is no icon {name!r}")
        return f"{self.address('icons.svg')}#{name}"

    def icons(self) -> tuple[str, ...]:
        """The names of all icons."""
        return self._current().icons

    def answer(self, fingerprint: str, name: str) -> Response:
        """The file; under another release's fingerprint too, but then not to be kept."""
        assets = self._current()
        file = assets.files.get(name)
        if file is None:
            raise NotFound(f"There is no file {name} here.")
        response = file.response()
        fresh = fingerprint == assets.fingerprint
        response.headers["Cache-Control"] = _FOR_EVER if fresh else "no-cache"
        return response

    def _current(self) -> Assets:
        if not self._reloads or not has_request_context():
            return self._kept
        if "ui_assets" not in g:
            g.ui_assets = Assets.read(self._folders)
        kept: Assets = g.ui_assets
        return kept


@cache
def _read(folders: tuple[tuple[str, Path], ...]) -> Assets:
    """Once for all applications of a process, of which the tests have thousands."""
    return Assets.read(dict(folders))


def _parts() -> str:
    return render_template("ui/parts_page.html", show=showcase.SHOW)

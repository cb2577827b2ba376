"""What pages load: asked for once, kept for ever, and whole."""

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask

from common import ui
from common.ui.assets import Assets

STATIC = Path(ui.__file__).parent / "static"
IMPORT = re.compile(r'import .*?from "(\./[\w.-]+)"')


@pytest.fixture
def client(app):
    return app.test_client()


def address(app, name):
    return app.jinja_env.globals["asset"](name)


def test_a_file_under_its_fingerprint_is_kept_for_ever(app, client):
    answer = client.get(address(app, "mercato.css"))

    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_under_another_releases_fingerprint_it_answers_but_is_not_kept(client):
    answer = client.get("/ui/0123456789ab/mercato.css")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("name", ["nothing.css", "../__init__.py", "%2e%2e/__init__.py", "css"])
def test_what_is_no_file_of_ours_is_not_there(app, name):
    app.register_error_handler(Exception, lambda _: ("refused", 404))

    assert app.test_client().get(f"/ui/0123456789ab/{name}").status_code == 404


def test_text_travels_packed_to_those_who_can_unpack(app, client):
    answer = client.get(address(app, "mercato.css"), headers={"Accept-Encoding": "br, gzip"})
    plain = client.get(address(app, "mercato.css"), headers={"Accept-Encoding": "identity"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.data) == plain.data


def test_the_stylesheet_is_one_answer_with_its_layers_in_order(app, client):
    sheet = client.get(address(app, "mercato.css")).text

    assert "@import" not in sheet
    assert sheet.index("@layer tokens, base") < sheet.index("@layer tokens {")
    assert sheet.count("{") == sheet.count("}")


def test_every_stylesheet_is_in_the_one_answer():
    main = (STATIC / "mercato.css").read_text(encoding="utf-8")
    files = {f"css/{path.name}" for path in (STATIC / "css").iterdir()}

    assert set(re.findall(r'@import "([^"]+)"', main)) == files


def test_modules_import_only_what_lies_beside_them():
    missing = [
        f"{path.name}: {wanted}"
        for path in STATIC.glob("*.js")
        for wanted in IMPORT.findall(path.read_text(encoding="utf-8"))
        if not (STATIC / wanted).exists()
    ]

    assert missing == []


def test_the_fingerprint_changes_with_any_content(tmp_path):
    (tmp_path / "a.js").write_text("one", encoding="utf-8")
    before = Assets.read({"": tmp_path}).fingerprint
    (tmp_path / "a.js").write_text("two", encoding="utf-8")

    assert Assets.read({"": tmp_path}).fingerprint != before


def test_a_services_own_files_share_the_folder_so_that_its_modules_find_ours(tmp_path):
    (tmp_path / "till.js").write_text('import { toast } from "../toast.js";', encoding="utf-8")
    app = Flask("service", static_folder=str(tmp_path))
    ui.init_app(app, service_title="Till")

    till = app.jinja_env.globals["service_asset"]("till.js")

    assert till.endswith("/service/till.js")
    assert app.test_client().get(till).mimetype == "text/javascript"
    assert app.test_client().get(till.replace("service/till.js", "toast.js")).status_code == 200


def test_an_unknown_file_or_icon_is_found_out_when_the_template_is_rendered(app):
    with pytest.raises(LookupError, match=r"tll\.js"):
        address(app, "tll.js")
    with pytest.raises(LookupError, match="chekc"):
        app.jinja_env.globals["sign_address"]("chekc")


def test_while_templates_reload_so_do_the_files(tmp_path):
    app = Flask("service", static_folder=str(tmp_path))
    app.config["TEMPLATES_AUTO_RELOAD"] = True
    (tmp_path / "till.js").write_text("one", encoding="utf-8")
    ui.init_app(app, service_title="Till")
    (tmp_path / "till.js").write_text("two", encoding="utf-8")

    assert app.test_client().get("/ui/0123456789ab/service/till.js").text == "two"

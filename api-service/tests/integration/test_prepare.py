"""The command `prepare`: what keeps it from its work is told to a person."""

from typer.testing import CliRunner

from api_service.cli import app


def test_a_server_that_does_not_let_us_in_is_named_with_its_reason(server):
    admin = server.admin.set(password="a guess")
    environment = {"ADMIN_DATABASE_URL": admin.render_as_string(hide_password=False)}
    environment |= {f"{role.upper()}_PASSWORD": word for role, word in server.passwords.items()}

    refused = CliRunner().invoke(app, ["prepare"], env=environment)

    assert refused.exit_code == 2
    assert f"postgresql://postgres@127.0.0.1:{admin.port}/{admin.database} cannot" in refused.stderr
    assert "password authentication failed" in refused.stderr
    assert "a guess" not in refused.stderr

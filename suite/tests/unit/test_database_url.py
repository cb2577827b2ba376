import pytest

from suite.database_url import DatabaseUrl
from suite.errors import DatabaseProblem


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_every_spelling_is_written_with_its_driver(scheme):
    url = DatabaseUrl.parse(f"{scheme}://ann:pw@db:5432/mercato?sslmode=require")

    assert str(url) == "postgresql+psycopg2://ann:pw@db:5432/mercato?sslmode=require"
    assert url.libpq == "postgresql://ann:pw@db:5432/mercato?sslmode=require"


def test_strange_passwords_survive():
    url = DatabaseUrl.parse("postgresql://db/mercato").as_role("ann", "p@s/s:w%rd")

    assert DatabaseUrl.parse(str(url)).password == "p@s/s:w%rd"


def test_the_password_is_not_shown_to_people():
    url = DatabaseUrl.parse("postgresql://ann:geheim@db/mercato")

    assert url.without_password == "postgresql://ann@db/mercato"


def test_mysql_is_refused_with_a_pointer_to_the_importer():
    with pytest.raises(DatabaseProblem, match=r"\./mercato import purchases"):
        DatabaseUrl.parse("mysql+pymysql://root@localhost/shop")


@pytest.mark.parametrize("text", ["sqlite:///x.db", "nonsense", "postgresql:///mercato"])
def test_what_is_no_server_is_refused(text):
    with pytest.raises(DatabaseProblem, match="is not a URL like"):
        DatabaseUrl.parse(text)


def test_a_url_without_a_database_is_refused():
    with pytest.raises(DatabaseProblem, match="names no database"):
        DatabaseUrl.parse("postgresql://ann@db:5432")

"""Commands that need no running suite."""


def test_no_words_show_the_help(make_suite):
    shown = make_suite()().stdout

    for command in ("up", "down", "status", "logs", "seed", "import", "doctor", "test", "bench"):
        assert f" {command} " in shown


def test_status_before_any_start_has_the_same_shape(make_suite):
    mercato = make_suite()

    status = mercato.status()

    assert [service["pid"] for service in status["services"]] == [None, None]
    assert status["database_url"] == ""
    assert mercato("status", check=False).returncode == 1
    assert not mercato.home.path.exists()


def test_the_doctor_is_content_with_this_machine(make_suite):
    found = make_suite()("doctor", check=False).stdout

    assert "PostgreSQL) 18" in found
    assert "Port 8001 is" in found or "Port 8001, which api-service needs, is taken" in found


def test_an_unknown_benchmark_is_named_with_the_known_ones(make_suite):
    refused = make_suite()("bench", "nothing", check=False)

    assert refused.returncode == 1
    assert "There is no benchmark nothing. These are:" in refused.stderr


def test_filling_the_books_needs_a_running_database(make_suite):
    refused = make_suite()("seed", check=False)

    assert refused.returncode == 1
    assert "./mercato up --detach" in refused.stderr


def test_reset_deletes_the_data_and_keeps_the_secrets(make_suite):
    mercato = make_suite()
    mercato.up()
    mercato.ask("INSERT INTO sale VALUES (1)")
    own = mercato.home.store("cart-service")
    own.parent.mkdir()
    own.write_text("baskets of this chain")

    mercato("reset", "--yes")
    mercato.up()

    assert mercato.ask("SELECT count(*) FROM sale") == [(0,)]
    assert not own.exists()


def test_reset_asks_first(make_suite):
    mercato = make_suite()
    mercato.home.postgres.mkdir(parents=True)

    refused = mercato("reset", check=False)

    assert refused.returncode == 1
    assert mercato.home.postgres.exists()


def test_an_audit_that_cannot_ask_has_an_exit_code_of_its_own(make_suite):
    """Neither "the books balance" nor "they do not"."""
    refused = make_suite()("audit", check=False)

    assert refused.returncode == 2
    assert "./mercato up --detach" in refused.stderr

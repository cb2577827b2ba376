"""Whether the till can work: it needs books that answer, and nothing more."""


def test_it_is_ready_when_the_books_answer(client):
    assert client.get("/readyz").json == {"status": "ready", "checks": {"books": "ok"}}


def test_it_says_what_it_waits_for(client, books):
    books.away = True

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "do not answer" in answer.json["checks"]["books"]
    assert client.get("/livez").status_code == 200


def test_the_page_hears_how_the_books_are(client, books, clock):
    online = client.get("/till/status").json
    books.away = True
    clock.move(seconds=3)

    assert online == {"books": "online", "version": "1"}
    assert client.get("/till/status").json["books"] == "away"

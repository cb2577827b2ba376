"""Codes of coupons are not guessed at the basket: so many wrong ones, then a pause."""

from common.testing.people import form

HTML = {"Accept": "text/html"}
HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def enter(client, code, basket="a-basket-of-ones-own", address=HOME):
    return client.post(
        f"/api/v1/baskets/{basket}/coupons",
        json={"code": code},
        environ_overrides={"REMOTE_ADDR": address},
    )


def test_of_many_wrong_codes_a_program_is_told_to_wait(client, clock):
    answers = [enter(client, f"GUESS-{each}") for each in range(11)]

    assert [each.status_code for each in answers] == [422] * 10 + [429]
    throttled = answers[-1]
    assert throttled.mimetype == "application/problem+json"
    assert (throttled.json["code"], throttled.headers["Retry-After"]) == (
        "too_many_requests",
        "900",
    )
    assert enter(client, "BREAD").status_code == 429, "a good guess tells nothing either"

    clock.move(minutes=5)
    assert enter(client, "BREAD").headers["Retry-After"] == "600"
    clock.move(minutes=10)
    assert enter(client, "BREAD").status_code == 200


def test_baskets_made_for_it_give_no_more_guesses(client):
    answers = [enter(client, "GUESS", f"a-basket-of-ones-own-{each}") for each in range(31)]

    assert [each.status_code for each in answers] == [422] * 30 + [429]
    assert enter(client, "BREAD", address=ELSEWHERE).status_code == 200


def test_good_codes_and_a_slip_now_and_then_are_not_held_up(client, clock):
    for _ in range(12):
        assert enter(client, "BREAD").status_code == 200
    for _ in range(3):
        for each in range(9):
            assert enter(client, f"SLIP-{each}").status_code == 422
        clock.move(minutes=16)
    assert enter(client, "BREAD").status_code == 200


def test_the_page_says_kindly_when_to_try_again_and_keeps_what_was_typed(client):
    client.get("/")
    client.post("/add_to_cart", data=form(client, product_id=13, quantity=1), headers=HTML)
    for each in range(11):
        sent = form(client, code=f"guess-{each}")
        answer = client.post("/enter_coupon", data=sent, headers=HTML)

    page = client.get(answer.headers["Location"]).text

    assert "Too many codes did not work. Try another one in 15 minutes" in page
    assert 'value="guess-10"' in page


def test_no_log_says_what_was_guessed_for_which_basket(client, caplog):
    with caplog.at_level("INFO"):
        for _ in range(11):
            enter(client, "GUESSED-CODE")

    told = " ".join(record.getMessage() for record in caplog.records)
    assert "attempts throttled" in told
    assert "GUESSED-CODE" not in told
    assert "a-basket-of-ones-own" not in told

"""Card numbers, dates and codes go through a whole suite, are mistyped and declined, and are found nowhere after it."""

import json
import re
import uuid
from contextlib import closing

import pytest

from suite.driving import Stores
from suite.shopping import DECLINED_CARDS, GOOD_CARD, Shopper, Told
from suite.truth import cancel, inside
from suite.visiting import Visitor

STORES = Stores.SQLITE

#: Digits that nobody else writes: 0417 is no port, no pid and no number in JSON.
CARD = {"number": "5204740009900014", "expiry": "09/47", "code": "0417"}


@pytest.fixture(scope="module")
def written(_whole):
    """Every place that the suite wrote to, as text by its name, after the card was used in every way."""
    shop, visitor = _whole, Visitor(_whole.mercato)
    with closing(Shopper(shop.port("cart-service"), card=CARD)) as shopper:
        answers = _pay_in_every_way(shop, shopper, visitor)
    _ask_the_gateway(visitor)
    texts = {
        f"metrics of {each['name']}": visitor.ask(each["name"], "/metrics").text
        for each in shop.mercato.status()["services"]
    }
    texts["answers"] = "\n".join(reply.text for reply in visitor.replies)
    texts["answers to the shopper"] = json.dumps(answers)
    for (database,) in shop.mercato.ask("SELECT datname FROM pg_database WHERE NOT datistemplate"):
        texts[f"a dump of {database}"] = shop.mercato.dump(database)
    home = shop.mercato.home
    for file in [*home.logs.iterdir(), *home.stores.glob("*")]:
        texts[file.name] = file.read_bytes().decode("latin-1")
    return texts


def _pay_in_every_way(shop, shopper, visitor):
    product_id = shop.in_stock(20)[0]
    shopper.fill([(product_id, 1)])
    bought = shopper.pay()
    assert bought.told is Told.PAID
    cancel(shop.mercato, bought.checkout_id)
    answers = []
    for number in DECLINED_CARDS:
        shopper.fill([(product_id, 1)])
        declined = shopper.pay(card=number)
        assert declined.told is Told.FAILED
    for wrong in (
        {"number": CARD["number"] + "00000"},
        {"number": CARD["number"][:8]},
        {"number": int(CARD["number"])},
        {"expiry": "19/47"},
        {"code": "0417417"},
        {CARD["number"]: "x"},
    ):
        shopper.fill([(product_id, 1)])
        body = shopper.checkout_body(CARD["number"])
        body["card"] |= wrong
        answered = shopper.ask("POST", "/api/v1/checkouts", body, str(uuid.uuid4()))
        assert answered.status == 422, answered
        if (
            CARD["number"] not in wrong
        ):  # a field's name is told to whoever made it up, and to nobody else
            answers.append([answered.status, answered.content])
    _by_form(shopper, visitor)
    return answers


def _by_form(shopper, visitor):
    """Document 002's form, from a program and as a browser would see its answer."""
    fields = {
        "card_number": CARD["number"],
        "expiry": CARD["expiry"],
        "cvv": CARD["code"],
        "name": "Marta",
        "email": "no e-mail",
        "address": "Quay 1",
    }
    for accept in ("text/html", "application/json"):
        headers = {"Accept": accept, "Basket-Id": shopper.basket_id}
        refused = visitor.ask("cart-service", "/process_payment", form=fields, headers=headers)
        assert refused.status == 403, refused  # a form comes from one of our own pages
        refused = visitor.ask("cart-service", "/process_payment", body=fields, headers=headers)
        assert refused.status == 422, refused
        broken = json.dumps(fields)[:-1]
        refused = visitor.ask("cart-service", "/process_payment", body=broken, headers=headers)
        assert refused.status == 400, refused


def _ask_the_gateway(visitor):
    """What the basket would never send reaches the gateway."""
    card = CARD | {"name": "Marta"}
    amount = {"minor": 100, "currency": "EUR"}
    for body in (
        {"amount": amount, "card": card | {"expiry": "9/47"}, "reference": "r"},
        {"amount": amount, "card": card | {CARD["number"]: "x"}, "reference": "r"},
        {"amount": amount, "card": CARD["number"], "reference": "r"},
        {"amount": CARD["number"], "card": card, "reference": "r"},
    ):
        path = f"/api/v1/payments/{uuid.uuid4()}/authorise"
        with pytest.raises(RuntimeError, match="422"):
            inside(visitor.mercato, "payment-gateway", "POST", path, body)


def _appears(secret, text):
    return re.search(rf"(?<![\w.]){re.escape(secret)}(?!\w)", text) is not None


def test_the_search_would_find_one(written, stores):
    ledger = {
        Stores.SQLITE: ("payment-gateway.db", "payment-gateway.db-wal"),
        Stores.POSTGRESQL: ("a dump of payment_gateway",),
    }[stores]
    assert "0014" in "".join(written[each] for each in ledger)
    assert _appears("Marta Ruiz", written["a dump of mercato"])
    assert _appears("authorise", written["payment-gateway.log"])


def test_no_card_is_in_anything_that_was_written(written):
    secrets = [*CARD.values(), CARD["number"][:8], GOOD_CARD, *DECLINED_CARDS]

    found = [
        f"{secret} in {place}"
        for secret in secrets
        for place, text in written.items()
        if (secret in text if len(secret) > 5 else _appears(secret, text))
    ]

    assert found == []

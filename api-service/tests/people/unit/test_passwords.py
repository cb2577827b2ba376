"""Which passwords and PINs are accepted."""

import pytest

from api_service.people.errors import WeakPassword, WeakPin
from api_service.people.models.passwords import check_password, check_pin

ABOUT = ("Marta Ruiz", "marta.ruiz@example.org", "Mercato")


@pytest.mark.parametrize(
    "password",
    [
        "candle window orbit",
        "        ",  # exactly as typed is not the same as wise
        "ünïcödé wörds",
        "correcthorsebattery",
        "a" + "b" * 255,
        "7x!Qp)2m",
    ],
)
def test_no_kind_of_sign_is_demanded(password):
    if not password.strip():
        with pytest.raises(WeakPassword):
            check_password(password, about=ABOUT)
    else:
        check_password(password, about=ABOUT)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("seven77", "at least 8"),
        ("a b" * 86, "at most 256"),
        ("password1", "first that are guessed"),
        ("PassWord1", "first that are guessed"),
        ("iloveyou1", "first that are guessed"),
        ("11111111", "first that are guessed"),
        ("zzzzzzzzzzzz", "first that are guessed"),
        ("martaruiz", "name"),
        ("Marta Ruiz 1", "name"),
        ("marta.ruiz@example.org", "name"),
        ("mercato!2026", "name"),
    ],
)
def test_what_is_guessed_first_is_refused(password, reason):
    with pytest.raises(WeakPassword) as refused:
        check_password(password, about=ABOUT, pointer="/new")

    assert reason in refused.value.detail
    assert refused.value.errors[0].pointer == "/new"
    assert password not in refused.value.detail


@pytest.mark.parametrize("pin", ["8264", "59371", "302918"])
def test_a_pin_has_four_to_six_digits(pin):
    check_pin(pin)


@pytest.mark.parametrize(
    "pin", ["", "826", "8264826", "82a4", "٨٢٦٤", "0000", "1234", "4321", "345678", "1212", "2580"]
)
def test_a_simple_pin_is_refused(pin):
    with pytest.raises(WeakPin):
        check_pin(pin)

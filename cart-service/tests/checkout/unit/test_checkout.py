"""The state machine: every step that follows, and none that does not."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from cart_service.models.buyer import Address, Customer
from cart_service.models.checkout import Checkout, ImpossibleStep, State, Wanted, Why, id_of
from cart_service.models.reservation import Reservation
from common.money import Money

_NOW = datetime(2026, 11, 20, 14, 20, tzinfo=UTC)
_GOODS = Reservation((), Money(1500, "EUR"), (), {})
_CAPTURE = uuid.uuid4()


def fresh():
    return Checkout(
        id=id_of("a-basket", "k1", 1),
        basket_id="a-basket",
        account_id=None,
        key="k1",
        attempt=1,
        asked="",
        wanted=(Wanted(13, 2, "Coffee mug"),),
        coupons=(),
        total=Money(1500, "EUR"),
        customer=Customer("Marta Ruiz", "marta@example.com"),
        address=Address(),
        card_brand="Visa",
        card_last4="4242",
        begun_at=_NOW,
        driven_until=_NOW,
    )


_STEPS = {
    "reserved": lambda it: it.reserved(_GOODS),
    "authorised": lambda it: it.authorised(),
    "placed": lambda it: it.placed("W1001", "token"),
    "captured": lambda it: it.captured(_CAPTURE),
    "done": lambda it: it.done(),
}
_ORDER = list(_STEPS)


def after(count):
    found = fresh()
    for name in _ORDER[:count]:
        found = _STEPS[name](found)
    return found


def test_every_step_follows_the_one_before():
    states = [after(count).state for count in range(len(_ORDER) + 1)]

    assert states == ["open", "reserved", "authorised", "placed", "captured", "done"]
    assert after(5).is_over


@pytest.mark.parametrize("count", range(6))
@pytest.mark.parametrize("step", range(5))
def test_no_step_can_be_left_out_or_taken_twice(count, step):
    if step == count:
        return
    with pytest.raises(ImpossibleStep):
        _STEPS[_ORDER[step]](after(count))


@pytest.mark.parametrize(
    ("ending", "allowed"),
    [
        (State.DECLINED, {1}),
        (State.SOLD_OUT, {0, 2}),
        (State.CANCELLED, {0, 1, 2, 3}),
        (State.DONE, set()),
        (State.PLACED, set()),
    ],
)
@pytest.mark.parametrize("count", range(6))
def test_it_ends_only_where_that_end_can_be_reached(count, ending, allowed):
    if count in allowed:
        ended = after(count).ends(ending, Why.INTERRUPTED)
        assert not ended.is_over
        assert ended.undone().state is ending
        return
    with pytest.raises(ImpossibleStep):
        after(count).ends(ending, Why.INTERRUPTED)


def test_money_that_was_taken_is_only_ever_given_back():
    with pytest.raises(ImpossibleStep):
        after(4).ends(State.CANCELLED, Why.INTERRUPTED)
    assert after(4).ends(State.CANCELLED, Why.REFUNDED).undone().state is State.CANCELLED


def test_what_is_being_undone_goes_no_further():
    undoing = after(2).ends(State.CANCELLED, Why.INTERRUPTED)

    with pytest.raises(ImpossibleStep):
        undoing.placed("W1001", "token")
    with pytest.raises(ImpossibleStep):
        undoing.ends(State.SOLD_OUT, Why.LAPSED)


def test_a_capture_that_was_faster_than_the_undoing_wins():
    taken = after(3).ends(State.CANCELLED, Why.INTERRUPTED).captured(_CAPTURE)

    assert (taken.state, taken.ending, taken.why) == (State.CAPTURED, None, "")
    assert taken.done().state is State.DONE


def test_nothing_is_undone_that_was_not_given_up():
    for count in range(6):
        with pytest.raises(ImpossibleStep):
            after(count).undone()


def test_it_goes_forward_by_itself_for_half_a_minute():
    assert fresh().goes_forward(_NOW + timedelta(seconds=29))
    assert not fresh().goes_forward(_NOW + timedelta(seconds=30))


def test_ids_follow_from_basket_key_and_attempt():
    ids = {id_of("a", "k", 1), id_of("a", "k", 2), id_of("b", "k", 1), id_of("a", "l", 1)}

    assert len(ids) == 4
    assert id_of("a", "k", 1) in ids
    assert len({fresh().id, fresh().reservation_id, fresh().payment_id, fresh().refund_id}) == 4

"""What a repeat of an act is answered, however far the payment has come since."""


def test_every_repeat_is_answered_as_the_first_time(caller, payment_id):
    held = [caller.authorise(payment_id).data for _ in range(3)]
    taken = [caller.capture(payment_id).data for _ in range(3)]
    back = [caller.refund(payment_id, 1000, "one-refund").data for _ in range(3)]

    for same in (held, taken, back):
        assert len(set(same)) == 1
    assert len(caller.facts().json["facts"]) == 3


def test_a_repeat_is_answered_as_the_first_time_however_far_the_payment_has_come(
    caller, payment_id
):
    acts = (
        lambda: caller.authorise(payment_id),
        lambda: caller.capture(payment_id),
        lambda: caller.refund(payment_id, 1000, "one"),
        lambda: caller.refund(payment_id, 2250, "two"),
    )
    first = [act() for act in acts]

    again = [act() for act in acts]

    assert [(each.status_code, each.data) for each in again] == [
        (each.status_code, each.data) for each in first
    ]
    assert [each.headers.get("Idempotent-Replayed") for each in first] == [None] * 4
    assert [each.headers["Idempotent-Replayed"] for each in again] == ["true"] * 4
    assert caller.look(payment_id).json["status"] == "refunded"


def test_what_was_held_is_answered_so_once_more_after_it_was_called_off(caller, payment_id):
    held, void = caller.authorise(payment_id), caller.void(payment_id)

    again = [caller.authorise(payment_id), caller.void(payment_id)]

    assert [(each.status_code, each.data) for each in again] == [
        (201, held.data),
        (201, void.data),
    ]
    assert caller.look(payment_id).json["status"] == "voided"

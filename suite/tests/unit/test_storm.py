"""A storm is its seed's: it comes again, and spares nobody for long."""

from itertools import islice

from suite.storm import strikes

PARTS = ["postgres", "api-service", "cart-service", "payment-gateway"]


def first(seed, count=40):
    return list(islice(strikes(seed, PARTS, (0.5, 2.0)), count))


def test_the_same_seed_is_the_same_storm():
    assert first(7) == first(7)
    assert first(7) != first(8)


def test_everybody_is_struck_before_anybody_is_again():
    struck = [strike.part for strike in first(7)]

    for begins in range(0, len(struck), len(PARTS)):
        assert sorted(struck[begins : begins + len(PARTS)]) == sorted(PARTS)


def test_the_pauses_keep_to_their_bounds():
    assert all(0.5 <= strike.after_seconds <= 2.0 for strike in first(7))

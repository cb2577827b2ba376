"""A breaker lets one try at a time through while its neighbour is thought away."""

import time

from common.breakers import Breaker


def test_while_one_tries_whether_it_is_back_the_others_are_told_at_once():
    breaker = Breaker("tried", failures=1, seconds=0.05)
    breaker.failed()
    assert not breaker.admits()
    time.sleep(0.06)

    assert [breaker.admits() for _ in range(3)] == [True, False, False]
    breaker.answered()
    assert breaker.admits()

import sys
import threading

from suite.stopping import Stop


def test_a_signal_may_come_at_any_step_of_a_wait():
    """Handlers run between two steps of the thread that waits, so telling must need nothing that a wait holds."""
    stop = Stop()

    def at_every_step(_frame, _event, _argument):
        stop.tell()
        return at_every_step

    def wait():
        sys.settrace(at_every_step)
        stop.wait(0)
        sys.settrace(None)

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    waiting.join(5)

    assert not waiting.is_alive()
    assert stop.is_told


def test_it_is_told_for_good():
    stop = Stop()

    before = stop.wait(0)
    stop.tell()

    assert not before
    assert [stop.wait(5), stop.wait(5), stop.is_told] == [True, True, True]

from suite.backoff import Backoff


def test_the_wait_doubles_with_each_early_death_up_to_half_a_minute():
    backoff = Backoff()

    waits = [backoff.after(1) for _ in range(10)]

    assert waits[:4] == [0.2, 0.4, 0.8, 1.6]
    assert waits[-1] == 30


def test_a_good_run_starts_over():
    backoff = Backoff()
    for _ in range(5):
        backoff.after(1)

    assert backoff.after(60) == 0.2

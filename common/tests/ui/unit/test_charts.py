"""Where a chart's marks stand."""

import pytest

from common.money import Money
from common.ui import charts
from common.ui.geometry import nice_step

EUR = "EUR"


def plainly(value, *, fine=False):
    if isinstance(value, Money):
        return str(value) if fine else str(value.minor // 100)
    return str(value)


draw = charts.Drawing(plainly).chart


def euros(*amounts):
    return [None if amount is None else Money(amount * 100, EUR) for amount in amounts]


@pytest.mark.parametrize(
    ("top", "step"),
    [(0, 1), (1, 1), (3, 1), (5, 2), (17, 5), (40, 10), (702, 200), (70200, 20000), (999, 500)],
)
def test_rules_lie_at_ones_twos_and_fives(top, step):
    assert nice_step(top) == step


def test_no_chart_has_more_than_four_rules():
    counts = {top: len(draw(["a"], [top]).rules) for top in range(1, 3000, 7)}

    assert max(counts.values()) <= 4
    assert min(counts.values()) >= 1


def test_the_tallest_bar_ends_under_the_room_for_its_figure():
    drawn = draw(["8", "9", "10"], euros(212, 702, 351))

    assert [each.y for each in drawn.buckets] == ["177.6", "24.0", "134.0"]
    assert [each.height for each in drawn.buckets] == ["66.4", "220.0", "110.0"]


def test_rules_are_written_in_whole_euros_where_they_are_euros_apart():
    drawn = draw(["8"], euros(702))

    assert [rule.text for rule in drawn.rules] == ["200", "400", "600"]


def test_rules_are_written_with_cents_where_they_are_cents_apart():
    drawn = draw(["8"], [Money(90, EUR)])

    assert [rule.text for rule in drawn.rules] == ["0.50"]
    assert drawn.buckets[0].text == "0.90"


def test_a_currency_without_decimals_is_written_whole():
    drawn = draw(["8"], [Money(3, "JPY")])

    assert [rule.y for rule in drawn.rules][-1] == "24.0"


def test_buckets_share_the_width():
    drawn = draw(["a", "b", "c", "d"], [1, 2, 3, 4])

    assert [each.left for each in drawn.buckets] == ["0.00%", "25.00%", "50.00%", "75.00%"]
    assert drawn.buckets[0].bar_left == "4.00%"
    assert drawn.buckets[0].bar_width == "17.00%"
    assert drawn.buckets[0].middle == "12.50%"


def test_a_day_without_sales_is_a_flat_line_without_rules():
    drawn = draw(["a", "b"], euros(0, 0))

    assert drawn.rules == ()
    assert {each.height for each in drawn.buckets} == {"0.0"}
    assert drawn.highest is None


def test_before_the_first_sale_nothing_is_the_highest():
    drawn = draw(["8", "9"], [0, None], was=[3, 5])

    assert drawn.highest is None
    assert drawn.rules != ()


def test_nothing_at_all_is_drawn_without_a_mark():
    drawn = draw([], [])

    assert drawn.buckets == drawn.ghost == drawn.trace == ()


def test_hours_that_have_not_begun_have_no_value():
    drawn = draw(["8", "9", "10"], euros(5, None))

    assert [each.value is None for each in drawn.buckets] == [False, True, True]


def test_the_open_bucket_is_marked():
    drawn = draw(["8", "9"], euros(5, 3), open_at=1)

    assert [each.is_open for each in drawn.buckets] == [False, True]


def test_the_time_before_is_a_step_line_that_turns_between_the_buckets():
    ghost = draw(["8", "9"], [], was=[10, 20]).ghost

    assert [(piece.x1, piece.x2) for piece in ghost] == [
        ("0.00%", "50.00%"),
        ("50.00%", "50.00%"),
        ("50.00%", "100.00%"),
    ]
    assert (ghost[1].y1, ghost[1].y2) == (ghost[0].y1, ghost[2].y1)


def test_the_time_before_may_run_on_after_now():
    drawn = draw(["8", "9", "10"], [4], was=[3, 5, 6])

    assert drawn.ghost[-1].x2 == "100.00%"


def test_a_gap_in_the_time_before_is_not_bridged():
    ghost = draw(["8", "9", "10"], [], was=[3, None, 6]).ghost

    assert [(piece.x1, piece.x2) for piece in ghost] == [("0.00%", "33.33%"), ("66.67%", "100.00%")]


def test_the_ghost_is_drawn_again_where_it_crosses_a_full_bar():
    drawn = draw(["8", "9", "10"], [10, 5, 10], was=[4, 8, 4], open_at=2)

    assert [piece.x1 for piece in drawn.ghost_on] == [drawn.buckets[0].bar_left]


def test_a_line_leads_from_middle_to_middle_and_to_the_open_bucket_apart():
    drawn = draw(["a", "b", "c"], [1, 2, 3], open_at=2)

    assert [(piece.x1, piece.x2) for piece in drawn.trace] == [("16.67%", "50.00%")]
    assert [(piece.x1, piece.x2) for piece in drawn.trace_open] == [("50.00%", "83.33%")]


@pytest.mark.parametrize("count", [1, 7, 12, 13, 23, 24, 25, 31, 53, 92])
def test_labels_never_crowd_at_any_width(count):
    labels = [f"{at} Nov" for at in range(count)]
    drawn = draw(labels, list(range(count)))
    widest = max(map(len, labels)) * 7.5

    for levels, room in (({""}, 280), ({"", "mid"}, 480), ({"", "mid", "wide"}, 960)):
        shown = sum(each.label_from in levels for each in drawn.buckets)
        assert shown * widest <= room
        assert shown >= 1


@pytest.mark.parametrize("count", [24, 31, 92])
def test_a_wider_plot_shows_every_label_of_a_narrower_one(count):
    drawn = draw([str(at) for at in range(count)], [1] * count)
    order = {"": 0, "mid": 1, "wide": 2, "never": 3}
    narrow = [at for at, each in enumerate(drawn.buckets) if order[each.label_from] == 0]

    assert narrow == list(range(0, count, narrow[1]))


def test_few_figures_are_shown_and_of_many_only_the_highest():
    few = draw([str(at) for at in range(12)], list(range(12)))
    many = draw([str(at) for at in range(92)], [*range(91), 500])

    assert {each.value_from for each in few.buckets} == {"mid"}
    assert [each.label for each in many.buckets if each.value_from == ""] == ["91"]
    assert many.highest is not None
    assert many.highest.text == "500"


def test_the_first_of_many_labels_starts_at_the_edge():
    drawn = draw([f"{at} Nov" for at in range(92)], [1] * 92)

    assert drawn.buckets[0].label_at == "0.00%"
    assert drawn.buckets[1].label_at == drawn.buckets[1].middle


def test_long_figures_get_a_deeper_margin():
    assert not draw(["a"], [900]).deep
    assert draw(["a"], [90_000]).deep


def test_bars_are_measured_against_the_largest_of_now_and_before():
    drawn = charts.bars([{"value": 50, "was": 100}, {"value": 25, "was": None}])

    assert [bar.width for bar in drawn] == ["50.00%", "25.00%"]
    assert [bar.mark for bar in drawn] == ["99.40%", ""]


def test_a_time_before_in_which_nothing_was_has_no_mark():
    drawn = charts.bars([{"value": 50, "was": 0}, {"value": 5, "was": Money(0, EUR)}])

    assert [bar.mark for bar in drawn] == ["", ""]


def test_equal_bars_share_a_rank():
    drawn = charts.bars([{"value": value} for value in (96, 88, 61, 61, 60)])

    assert [bar.rank for bar in drawn] == ["1", "2", "3=", "3=", "5"]


def test_bars_of_nothing_have_no_length():
    drawn = charts.bars([{"value": Money(0, EUR)}, {"value": Money(0, EUR)}])

    assert [bar.width for bar in drawn] == ["0.00%", "0.00%"]
    assert charts.bars([]) == []

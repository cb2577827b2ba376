"""What the parts write: the names they carry, the people they reach, and nothing that they were not given."""

import re

import pytest
from jinja2 import UndefinedError

from common.money import Money

HOSTILE = '"><script>alert(1)</script>'
AMOUNT = Money.parse("31.00", "EUR")


def test_a_button_says_its_key_and_listens_to_it(parts):
    written = parts('{{ ui.button("Pay", "go", key="F9", big=true) }}')

    assert written == (
        '<button type="button" class="button button--go button--big" data-key="F9">'
        "Pay <kbd>F9</kbd></button>"
    )


def test_a_button_at_work_keeps_its_word(parts):
    assert 'aria-busy="true">Booking</button>' in parts('{{ ui.button("Booking", busy=true) }}')


def test_a_wrong_field_names_its_error_and_its_help(parts):
    written = parts(
        '{{ ui.field("price", "Price", "2.605", help="In euros.", error="Write 2.61.") }}'
    )

    assert 'aria-invalid="true" aria-describedby="price-error price-help"' in written
    assert re.search(r'<span class="field__error" id="price-error">.*Write 2\.61\.</span>', written)
    assert '<span class="field__help" id="price-help">In euros.</span>' in written


def test_a_field_in_order_is_not_called_invalid(parts):
    written = parts('{{ ui.field("name", "Name") }}')

    assert "aria-" not in written.replace('aria-hidden="true"', "")
    assert '<label for="name">Name</label>' in written


def test_a_choice_selects_by_value_whatever_its_type(parts):
    written = parts('{{ ui.choice("year", "Year", ((2025, "2025"), (2026, "2026")), "2026") }}')

    assert '<option value="2026" selected>' in written
    assert written.count("selected") == 1


@pytest.mark.parametrize(
    ("count", "title"), [(1, "One thing to put right"), (3, "3 things to put right")]
)
def test_a_form_that_came_back_lists_its_errors_with_links(parts, count, title):
    written = parts("{{ ui.form_errors(errors) }}", errors=[("card", "One digit short")] * count)

    assert title in written
    assert '<a href="#card">One digit short</a>' in written
    assert 'role="alert"' in written


def test_a_form_without_errors_says_nothing(parts):
    assert parts("{{ ui.form_errors([]) }}") == ""


@pytest.mark.parametrize(
    ("tone", "sign"), [("good", "check"), ("warn", "warn"), ("bad", "bad"), ("", "info")]
)
def test_a_notice_has_a_sign_beside_its_colour(parts, tone, sign):
    written = parts('{{ ui.notice("Till 3 is offline", tone=tone) }}', tone=tone)

    assert f"#{sign}" in written


def test_a_change_is_said_and_not_only_shown(parts):
    assert parts('{{ ui.delta("6.3 %", "down") }}') == (
        '<span class="down"><span aria-hidden="true">▼</span><span class="vh">down</span> 6.3 %</span>'
    )


def test_the_last_cell_of_a_foot_is_ruled_twice(parts):
    written = parts(
        '{{ ui.table([("Tender", ""), ("EUR", "num")], [("Cash", a)], ("All", a)) }}', a=AMOUNT
    )

    assert '<td class="num"><span class="double"><data' in written
    assert '<th scope="row">Cash</th>' in written


def test_numbers_in_a_table_are_grouped_and_nothing_stays_empty(parts):
    written = parts('{{ ui.table([("a", ""), ("b", "num")], [("x", 1402), ("y", none)]) }}')

    assert '<td class="num">1,402</td>' in written
    assert '<td class="num"></td>' in written


def test_ranked_bars_have_their_table_with_the_time_before(parts):
    items = [{"label": "Bananas", "value": 96, "was": 88}, {"label": "Milk", "value": 88}]

    written = parts(
        '{{ ui.bars(items, ranks=true, head=("Product", "Units", "Yesterday")) }}', items=items
    )

    assert "<summary>Table" in written
    assert "Yesterday" in written
    assert '<td class="num">88</td></tr>' in written.replace("\n", "")


def test_no_bars_say_so(parts):
    assert parts('{{ ui.bars([], empty="No sales yet today.") }}') == (
        '<p class="quiet">No sales yet today.</p>'
    )


def test_a_chart_says_everything_that_it_shows(parts):
    written = parts(
        '{{ ui.chart("hours", "Takings", ["8", "9"], values, was=before, open_at=1, unit="EUR",'
        ' names=("Today", "This hour", "Yesterday")) }}',
        values=[AMOUNT, AMOUNT],
        before=[AMOUNT, Money.parse("62.00", "EUR")],
    )

    assert 'aria-label="Takings, EUR. Today: 8 31, 9 31 so far. Highest: 8, 31.' in written
    assert 'fill="url(#hours-hatch)"' in written
    assert 'id="hours-hatch"' in written
    assert '<th scope="col" class="num">Yesterday</th>' in written


def test_a_chart_without_a_sale_says_so(parts):
    written = parts('{{ ui.chart("h", "Takings", ["8", "9"], [], empty="No sales yet") }}')

    assert ">No sales yet</text>" in written
    assert "Now: nothing yet." in written


def test_a_tile_is_one_button_with_its_words_in_order(parts):
    written = parts(
        '{{ ui.tile("Pen", a, "PEN", "goods", 11, "2 for 1", 3, attrs={"data-product": "7"}) }}',
        a=AMOUNT,
    )

    assert written.startswith(
        '<button type="button" class="tile" data-dept="goods" data-product="7">'
    )
    assert written.index("Pen") < written.index("11") < written.index("2 for 1")
    assert written.index("31") < written.index("3 in sale")


def test_a_line_shows_its_offers_and_what_is_missing_for_the_next(parts):
    written = parts(
        '{{ ui.line(3, "Pen", a, [("2 for 1", -a)], hint="Pen: the next one is free", hint_key="+", new=true) }}',
        a=AMOUNT,
    )

    assert '<li class="line line--new">' in written
    assert "−31" in written
    assert '<button type="button" class="line__hint" data-hint>' in written


@pytest.mark.parametrize(
    ("current", "shown"),
    [(1, "1 2 3 … 12"), (6, "1 … 4 5 6 7 8 … 12"), (12, "1 … 10 11 12"), (4, "1 2 3 4 5 6 … 12")],
)
def test_pages_leave_out_what_is_far(parts, current, shown):
    written = parts("{{ ui.pages(current, 12, href) }}", current=current, href="?page={}".format)
    words = re.findall(r">([\d…]+)<", written)

    assert " ".join(words) == shown
    assert f'<span aria-current="page">{current}</span>' in written


def test_pages_by_cursor_are_back_and_next(parts):
    written = parts('{{ ui.pages(next="?after=x") }}')

    assert (
        written
        == '<nav class="pages" aria-label="Pages"><a href="?after=x" rel="next">Next</a></nav>'
    )


def test_goods_without_a_picture_show_their_name(parts):
    assert ">Paper Moons</div>" in parts('{{ ui.cover("Paper Moons") }}')
    assert "<img" in parts('{{ ui.cover("Night Tram", "/cover.jpg") }}')


def test_a_step_that_is_done_is_said(parts):
    written = parts(
        '{{ ui.steps([{"label": "Paid", "state": "done"}, {"label": "Sent", "state": "here"}]) }}'
    )

    assert '<span class="vh">, done</span>' in written
    assert 'aria-current="step"' in written


@pytest.mark.parametrize(
    "text",
    [
        "{{ ui.button(h, attrs={'data-x': h}) }}",
        "{{ ui.link_button(h, h) }}",
        "{{ ui.field('f', h, h, help=h, error=h, unit=h) }}",
        "{{ ui.choice('c', h, ((h, h),), h) }}",
        "{{ ui.area('a', h, h) }}",
        "{{ ui.notice(h, h) }}",
        "{{ ui.badge(h, 'bad') }}",
        "{{ ui.stamp(h, href=h) }}",
        "{% call ui.empty(h, h) %}{{ h }}{% endcall %}",
        "{% call ui.dialog('d', h, h) %}{{ h }}{% endcall %}",
        "{{ ui.tile(h, a, h, h, h, h) }}",
        "{{ ui.line(h, h, a, ((h, a),), hint=h, note=h) }}",
        "{{ ui.total(a, h, h) }}",
        "{{ ui.table(((h, ''), (h, 'num')), ((h, h),), caption=h) }}",
        "{{ ui.bars(({'label': h, 'value': 1, 'href': h, 'aside': h},)) }}",
        "{{ ui.chart('x', h, (h,), (1,), unit=h, head=h, names=(h, h, h)) }}",
        "{{ ui.stat(h, h, h) }}",
        "{{ ui.steps(({'label': h, 'note': h, 'state': ''},)) }}",
        "{{ ui.segment(h, ((h, h, true),)) }}",
        "{{ ui.books_verdict(h, h, href=h) }}",
        "{{ ui.code(h) }}",
        "{{ ui.cover(h) }}",
    ],
)
def test_no_part_lets_a_name_become_markup(parts, text):
    written = parts(text, h=HOSTILE, a=AMOUNT)

    assert "<script" not in written
    assert "&lt;script&gt;" in written


def test_a_forgotten_value_fails_the_page_instead_of_leaving_a_hole(parts):
    with pytest.raises(UndefinedError):
        parts("{{ totl }}")

"""The filters stand in the address, keep each other, and say what is wrong with one beside it."""

from dataclasses import replace
from datetime import UTC, datetime

from dashboard_service.models.figures import Branch


def test_a_choice_of_branch_keeps_every_other_filter(look):
    seen = look("/?period=7days&compare=year&min_purchases=5")

    assert seen.links["Harbour"] == ("/?period=7days&branch=SMKT002&compare=year&min_purchases=5")


def test_a_branch_is_asked_for_by_its_id(look, books):
    look("/?branch=SMKT002")

    assert {question.branch_id for question in books.questions} == {"SMKT002"}


def test_today_is_the_branchs_day(look, books, clock):
    clock.set(datetime(2026, 11, 20, 23, 30, tzinfo=UTC))

    look("/?branch=FAR")
    look("/?branch=SMKT001")

    lisbon, amsterdam = books.questions[0], books.questions[-1]
    assert str(lisbon.days.last) == "2026-11-20"
    assert str(amsterdam.days.last) == "2026-11-21"


def test_history_from_elsewhere_is_not_among_the_branches_but_can_be_reached(look):
    seen = look()

    assert seen.links["Earlier sales"] == "/?branch=HISTORY"
    assert "count only where they are chosen" in seen.words


def test_the_web_is_a_branch_among_the_others(look):
    assert look().links["Web shop"] == "/?branch=WEB"


def test_many_branches_are_chosen_from_a_list(look, books, client):
    many = tuple(
        Branch(f"B{number}", f"Branch {number}", "Europe/Amsterdam", False)
        for number in range(1, 10)
    )
    books.known = replace(books.known, branches=many)

    assert look().links["Branch 9"] == "/?branch=B9"
    assert 'id="branch-picker"' in client.get("/").text


def test_days_to_choose_come_filled_with_the_days_that_are_shown(look):
    seen = look(look("/?period=28days").links["Choose"])

    assert (seen.fields["from"], seen.fields["to"]) == ("2026-10-24", "2026-11-20")


def test_a_wrong_day_is_told_at_its_field_and_kept(look):
    seen = look("/?from=2026-13-01&to=2026-11-20&compare=week", status=422)

    assert (seen.fields["from"], seen.fields["to"]) == ("2026-13-01", "2026-11-20")
    assert seen.links["2026-13-01 is not a day of the calendar. Write it as 2026-11-20."] == "#from"
    assert {"from", "from-error"} <= seen.ids
    assert seen.fields["compare"] == "week"


def test_a_wrong_threshold_is_told_and_no_number_shown(look):
    seen = look("/?min_purchases=many", status=422)

    assert seen.fields["min_purchases"] == "many"
    assert "3283.40" not in seen.words


def test_an_unknown_branch_is_told_beside_those_that_there_are(look):
    seen = look("/?branch=NOPE", status=422)

    assert "There is no branch NOPE." in seen.words
    assert seen.links["Harbour"] == "/?branch=SMKT002"


def test_what_was_wrong_is_not_carried_on(look):
    seen = look("/?min_purchases=many&from=x&to=2026-11-20&compare=week", status=422)

    assert seen.links["28 days"] == "/?period=28days&compare=week"


def test_paper_says_what_the_filters_show(look):
    assert "All branches, 20 Nov 2026" in look().words
    assert "Harbour, 14 Nov to 20 Nov 2026" in look("/?period=7days&branch=SMKT002").words


def test_what_a_branch_is_called_cannot_become_markup(look, books, client):
    name = "<b>Hall</b> & Söhne"
    books.known = replace(
        books.known, branches=(Branch("SMKT001", name, "Europe/Amsterdam", False),)
    )

    assert name in look().links
    assert "<b>Hall" not in client.get("/").text

"""A row that is edited after its purchase was proved is found by the next ordinary run, whatever sums it keeps."""

import uuid

import pytest
from sqlalchemy import text

from api_service.audit.models import results
from api_service.audit.use_cases import auditing
from common import pricing

LOAVES = "WHERE purchase_id = :id AND line_number = 2"

#: What compares the digests of all purchases, and what looks at all of them for those without one.
DIGESTS, UNPROVED = "FROM books.audit_proof AS proof\nLEFT JOIN", "-- Purchases below the mark"


@pytest.fixture
def used(sell, promote):
    """A sale of two tomatoes with a coupon that can be used once; gives its id."""
    promote(
        pricing.Coupon(
            id=0,
            version=1,
            name="Once",
            basis_points=1000,
            code="ONCE",
            single_use=True,
            product_ids=frozenset({1}),
        )
    )
    made = sell(till_id="SMKT001-2", coupons=["ONCE"])
    assert made.status_code == 201, made.text
    return made.json["id"]


@pytest.mark.usefixtures("offer")
def test_every_edit_of_what_was_proved_is_found_and_named(
    purchase, used, promote, violated, judged, tamper
):
    """Each is made after a clean run, found by the next one, and put right again."""
    other = promote(
        pricing.PercentOff(
            id=0, version=1, name="Half", basis_points=5000, product_ids=frozenset({3})
        )
    )
    assert violated() == {}
    ids = {"id": purchase, "used": used, "other": other}
    priced, promotion = "receipt M1-000002", "other promotions than those on it make its price"
    for table, edit, back, says in (
        ("line", f"vat_minor = vat_minor + 5 {LOAVES}", f"vat_minor = vat_minor - 5 {LOAVES}", "its VAT was "),
        (
            "line",
            f"vat_basis_points = 0, vat_minor = vat_minor - 31 {LOAVES}",
            f"vat_basis_points = 900, vat_minor = vat_minor + 31 {LOAVES}",
            "its VAT is at 0 %, and its product bore 9 %",
        ),
        ("line", f"price_version = NULL {LOAVES}", f"price_version = 1 {LOAVES}", "it names no version of its price"),
        (
            "discount",
            f"promotion_version = promotion_version + 40 {LOAVES}",
            f"promotion_version = promotion_version - 40 {LOAVES}",
            promotion,
        ),
        (
            "discount",
            f"promotion_id = promotion_id + 1000 {LOAVES}",
            f"promotion_id = promotion_id - 1000 {LOAVES}",
            promotion,
        ),
        (
            "discount",
            f"promotion_id = {other} {LOAVES}",
            f"promotion_id = (SELECT min(id) FROM catalog.promotion) {LOAVES}",
            promotion,
        ),
    ):  # fmt: skip  # short values, several to a line
        tamper(f"UPDATE books.{table} SET {edit}", **ids)
        found = violated()
        assert found["purchases_stand"].wrong == 1, edit
        assert found["purchases_stand"].first.row.startswith(priced), edit
        assert found["purchases_stand"].first.says == (
            "its rows are not what they were when the auditor first saw them"
        )
        assert found["lines_price_again"].first.row.startswith(f"line 2 of {priced}"), edit
        assert found["lines_price_again"].first.says.startswith(says), edit
        assert violated()["lines_price_again"].wrong == 1, edit
        tamper(f"UPDATE books.{table} SET {back}", **ids)
        assert violated() == {}, edit
    assert judged("purchases_stand").checked == 4


@pytest.fixture
def by_the_clock(surroundings, asked, monkeypatch):
    """Audit as the clock does, every rule being one that takes long; gives results by name, and the statements."""
    monkeypatch.setattr(results, "_SHORT", 0.0)
    monkeypatch.setattr(results, "_SHARE", 1e-9)

    def run():
        asked.clear()
        report = auditing.run(surroundings, by_the_clock=True)
        return {each.name: each for each in report.results}, "\n".join(asked)

    return run


def test_runs_by_the_clock_name_an_edit_again_and_again_and_compare_the_digests_once_each(
    purchase, violated, tamper, by_the_clock
):
    assert violated() == {}
    tamper(f"UPDATE books.line SET vat_minor = vat_minor + 5 {LOAVES}", id=purchase)
    assert set(violated()) == {"purchases_stand", "lines_price_again"}

    for _ in range(2):
        found, sent = by_the_clock()
        assert found["purchases_stand"].first.row.startswith("receipt M1-000002")
        assert found["lines_price_again"].first.row.startswith("line 2 of receipt M1-000002")
        assert found["lines_price_again"].wrong == 1
        assert sent.count(DIGESTS) == 1

    tamper(f"UPDATE books.line SET vat_minor = vat_minor - 5 {LOAVES}", id=purchase)
    assert not any(each.wrong for each in by_the_clock()[0].values())


def test_nobody_looks_at_every_purchase_where_the_digests_were_compared_a_while_ago(
    purchase, history, violated, tamper, by_the_clock
):
    """What was not there yet is proved all the same, and what lost its digest has one once they are compared again."""
    _, sent = by_the_clock()
    assert (sent.count(DIGESTS), sent.count(UNPROVED)) == (1, 1)
    tamper(
        "DELETE FROM books.audit_proof WHERE purchase_id IN (:id, :old)", id=purchase, old=history
    )

    _, sent = by_the_clock()
    assert (sent.count(DIGESTS), sent.count(UNPROVED)) == (0, 0)

    assert violated() == {}
    assert violated() == {}
    tamper("UPDATE books.line SET description = 'Cake' WHERE purchase_id = :id", id=purchase)
    tamper("UPDATE books.line SET description = 'Cake' WHERE purchase_id = :id", id=history)
    assert violated()["purchases_stand"].wrong == 2


def test_history_that_came_since_the_digests_were_compared_leaves_its_own_at_once(
    by_the_clock, request, violated, tamper
):
    by_the_clock()
    history = request.getfixturevalue("history")
    found, sent = by_the_clock()
    assert (sent.count(DIGESTS), found["purchases_stand"].checked) == (0, 0)
    tamper("UPDATE books.line SET vat_minor = 5 WHERE purchase_id = :id", id=history)

    assert str(history) in violated()["purchases_stand"].first.row


def test_what_no_sum_and_no_price_tells_is_found_by_the_digest_alone(purchase, violated, tamper):
    assert violated() == {}
    for table, edit, back in (
        ("line", f"description = 'Cake' {LOAVES}", f"description = 'Sourdough loaf' {LOAVES}"),
        ("tender", "kind = 'card' WHERE purchase_id = :id", "kind = 'other' WHERE purchase_id = :id"),
        ("purchase", "branch_id = 'ELSEWHERE', origin = 'import' WHERE id = :id", None),
    ):  # fmt: skip  # short values, several to a line
        tamper(f"UPDATE books.{table} SET {edit}", id=purchase)
        found = violated()["purchases_stand"]
        assert (found.wrong, found.first.row.startswith("receipt M1-000002")) == (1, True), edit
        if back:
            tamper(f"UPDATE books.{table} SET {back}", id=purchase)
            assert violated() == {}, edit


@pytest.mark.usefixtures("purchase")
def test_a_version_of_a_promotion_that_was_altered(violated, tamper, offer):
    """The sales under it are proved, and would be priced again by --all alone."""
    assert violated() == {}
    for edit, back in (
        ("UPDATE catalog.promotion_version SET units = 3", "UPDATE catalog.promotion_version SET units = 2"),
        ("UPDATE catalog.promotion_product SET product_id = 3", "UPDATE catalog.promotion_product SET product_id = 2"),
    ):  # fmt: skip  # short values, several to a line
        tamper(edit)
        found = violated()
        assert set(found) == {"promotions_stand"}
        assert found["promotions_stand"].first.row == f"version 1 of promotion {offer}"
        tamper(back)
        assert violated() == {}


def test_history_from_elsewhere_that_was_altered(history, violated, tamper):
    """It is not priced again, and its VAT is in no sum."""
    assert violated() == {}
    tamper("UPDATE books.line SET vat_minor = 5 WHERE purchase_id = :id", id=history)

    found = violated()
    assert set(found) == {"purchases_stand"}
    assert str(history) in found["purchases_stand"].first.row


def test_a_purchase_that_vanished_with_all_its_rows(purchase, violated, tamper):
    assert violated() == {}
    for table in ("line", "discount", "tender", "movement"):
        tamper(f"DELETE FROM books.{table} WHERE purchase_id = :id", id=purchase)
    tamper("DELETE FROM books.purchase WHERE id = :id", id=purchase)

    assert violated()["purchases_stand"].first.row == f"purchase {purchase}"


def test_a_purchase_that_was_slipped_in_among_those_that_were_proved(
    purchase, violated, judged, tamper
):
    assert violated() == {}
    slipped = uuid.uuid4()
    for table in ("purchase", "line", "discount", "tender", "movement"):
        key = "id" if table == "purchase" else "purchase_id"
        changes = f"{key} = :new" + (
            ", till_id = NULL, receipt_number = NULL" if key == "id" else ""
        )
        changes += ", id = id + 1000" if table == "movement" else ""
        tamper("DROP TABLE IF EXISTS copied")
        tamper(
            f"CREATE TEMPORARY TABLE copied AS SELECT * FROM books.{table} WHERE {key} = :id",
            id=purchase,
        )
        tamper(f"UPDATE copied SET {changes}", new=slipped)
        tamper(f"INSERT INTO books.{table} OVERRIDING SYSTEM VALUE SELECT * FROM copied")
    tamper("UPDATE books.line SET vat_minor = vat_minor + 1 WHERE purchase_id = :id", id=slipped)

    found = judged("lines_price_again")
    assert (found.checked, found.before, found.wrong) == (1, 3, 1)
    assert str(slipped) in found.first.row
    assert judged("lines_price_again").wrong == 1


@pytest.mark.parametrize("lost", ["coupon_redemption", "coupon_hold"])
def test_a_coupon_that_could_be_used_again(used, violated, tamper, lost):
    assert violated() == {}
    tamper(f"DELETE FROM books.{lost} WHERE purchase_id = :id", id=used)

    found = violated()
    kept = {"coupon_redemption": f"the redemption of coupon ONCE in purchase {used}"}
    assert found["one_effect_per_key"].first.row == kept.get(
        lost, f"the coupon ONCE kept by purchase {used}"
    )
    assert found["one_effect_per_key"].first.says == "it may be there 1 times, and is there 0 times"
    assert ("purchases_stand" in found) == (lost == "coupon_redemption")
    if lost == "coupon_redemption":
        assert found["lines_price_again"].first.row.startswith("line 1 of receipt M2-000001")


def test_vat_at_another_rate_is_found_also_before_it_was_proved(sell, violated, tamper):
    """It is worked out rightly, at a rate that the product never bore; a mug bears 21 %."""
    mug = sell(till_id="SMKT001-1", lines=[{"product_id": 3, "quantity": 1}]).json["id"]
    tamper(
        "UPDATE books.line SET vat_basis_points = 900, vat_minor = 62 WHERE purchase_id = :id",
        id=mug,
    )

    for everything in (False, True):
        found = violated(everything=everything)["lines_price_again"]
        assert found.first.row.startswith("line 1 of receipt M1-000001")
        assert found.first.says == "its VAT is at 9 %, and its product bore 21 %"


def test_what_was_sold_while_rates_changed_is_clean(sell, violated, arrange):
    sell(lines=[{"product_id": 3, "quantity": 1}])
    arrange.execute(text("UPDATE catalog.vat_rate SET basis_points = 2200 WHERE code = 'standard'"))
    sell(lines=[{"product_id": 3, "quantity": 1}])
    arrange.execute(text("UPDATE catalog.product SET vat_code = 'reduced' WHERE id = 3"))
    sell(lines=[{"product_id": 3, "quantity": 1}])

    assert violated() == {}
    kept = arrange.execute(
        text("SELECT basis_points FROM catalog.published_rate_history WHERE product_id = 3 ORDER BY id")
    )  # fmt: skip  # short values, several to a line
    assert list(kept.scalars()) == [2100, 2200, 900]

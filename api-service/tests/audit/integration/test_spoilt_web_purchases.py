"""What the web sold and gave back, and where its goods went, spoilt after it was proved."""


def test_vat_at_another_rate_than_it_was_reserved_with(ordered, violated, tamper):
    tamper(
        "UPDATE books.line SET vat_basis_points = 900, vat_minor = 62 WHERE purchase_id = :id",
        id=ordered,
    )

    found = violated(everything=True)["lines_price_again"]
    assert ordered in found.first.row
    assert found.first.says == "its VAT is at 9 %, and it was reserved with 21 %"


def test_a_refund_that_gives_back_another_line(ordered, given_back, violated, tamper):
    assert violated() == {}
    for edit, back, cost, given in (
        ("vat_minor = vat_minor + 7", "vat_minor = vat_minor - 7", "1.30 EUR", "1.37 EUR"),
        ("quantity = 2", "quantity = 1", "7.50 EUR", "15.00 EUR"),
        ("total_minor = 749", "total_minor = 750", "7.50 EUR", "7.49 EUR"),
        ("vat_basis_points = 900", "vat_basis_points = 2100", "7.50 EUR", "nothing"),
    ):
        tamper(f"UPDATE books.refund_line SET {edit} WHERE refund_id = :id", id=given_back)
        found = violated()["refunds_make_lines"]
        assert found.first.row.startswith("line 1 of ")
        assert found.first.row.endswith(f"({ordered})")
        assert found.first.says == f"{cost} of it was to be given back, and its refund says {given}"
        tamper(f"UPDATE books.refund_line SET {back} WHERE refund_id = :id", id=given_back)
        assert violated() == {}, edit
    tamper("DELETE FROM books.refund_line WHERE refund_id = :id", id=given_back)
    assert violated()["refunds_make_lines"].first.says == (
        "7.50 EUR of it was to be given back, and its refund says nothing"
    )


def test_a_movement_and_its_levels_at_another_branch(
    purchase, ordered, given_back, violated, tamper
):
    """Every level agrees with its movements; only the sale, or the refund, knows better."""
    assert violated() == {}
    for kind, of, product, units, rule in (
        ("sale", purchase, 2, -2, "sold_units_moved"),
        ("sale", ordered, 3, -1, "sold_units_moved"),
        ("returned", ordered, 3, 1, "returned_units_moved"),
    ):
        for here, there in (("SMKT001", "SMKT002"), ("SMKT002", "SMKT001")):
            tamper(
                "UPDATE books.movement SET branch_id = :there "
                "WHERE purchase_id = :of AND kind = :kind AND product_id = :product",
                there=there, of=of, kind=kind, product=product,
            )  # fmt: skip  # short values, several to a line
            for branch, moved in ((here, -units), (there, units)):
                tamper(
                    "UPDATE books.level SET quantity = quantity + :moved "
                    "WHERE branch_id = :branch AND product_id = :product",
                    moved=moved, branch=branch, product=product,
                )  # fmt: skip  # short values, several to a line
            if there == "SMKT002":
                found = violated()
                assert set(found) == {rule}
                assert of in found[rule].first.row
                assert found[rule].wrong == 2
        assert violated() == {}
    assert given_back

"""What comes out of a printer."""

import base64
import re

import pytest

POINTS_PER_MM = 72 / 25.4


@pytest.fixture
def printed(window, address):
    def on_paper(path):
        window.get(f"{address}{path}")
        pdf = window.execute_cdp_cmd(
            "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False}
        )
        return base64.b64decode(pdf["data"])

    return on_paper


def sizes(pdf):
    boxes = re.findall(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", pdf)
    return {round(float(width) / POINTS_PER_MM) for width, _ in boxes}


def test_the_till_prints_nothing_but_its_receipt_on_a_roll_of_80_mm(printed, window):
    pdf = printed("/try/receipt.html")
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    shown = window.execute_script("return document.body.innerText")
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    assert sizes(pdf) == {80}
    assert "H2-004182" in shown
    assert "Next sale" not in shown
    assert "Hand back" not in shown


def test_a_table_of_many_pages_is_followed_by_its_sum_and_the_rest_and_not_covered_by_them(
    page, window
):
    page("/ui/parts")
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    wrong = window.execute_script("""
        const is = (part, ...shown) => shown.includes(getComputedStyle(part).display);
        const around = (table) => table.parentElement.closest(".stack");
        return [
          ...[...document.querySelectorAll(".table tfoot")].filter((sum) => !is(sum, "table-row-group")),
          ...[...document.querySelectorAll(".stack .table")].map(around).filter((stack) => !is(stack, "block")),
        ].map((part) => part.outerHTML.slice(0, 80));
    """)
    sums = window.execute_script("return document.querySelectorAll('.stack .table tfoot').length")
    window.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    assert wrong == []
    assert sums > 0


def test_an_invoice_page_prints_on_ordinary_paper(printed):
    assert 80 not in sizes(printed("/ui/parts"))

"""A cashier's day: scan, type, tap, change one's mind, take payment, go on to the next customer."""

import pytest
from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.coupons import TillCoupons
from traffic_generator.pages.receipts import Receipts
from traffic_generator.pages.seen import holding
from traffic_generator.pages.till import Till, TillChoice

TOMATOES, BANANAS, LOAF = "2100000000012", "2100000000029", "2100000000036"


def test_a_whole_sale_by_keyboard_alone(window, suite, open_till):
    open_till()
    before = suite.sales_at("SMKT001-2")
    TillChoice(window, suite.cashier).open().press("2")
    till = Till(window, suite.cashier).shown()

    till.press("1", Keys.ENTER, "3*4", Keys.ENTER, "sour", Keys.ENTER)
    till.has(basket={"Tomatoes": 1, "Whole milk": 3, "Sourdough loaf": 1}, total="10.25")
    till.begin_payment().press("20", Keys.ENTER)
    sold = till.to_sold()

    sold.has(change="9.75", pieces=["5", "2", "2", "50c", "20c", "5c"])
    sold.receipt_number.becomes(lambda number: number.startswith("M2-"))
    assert suite.sales_at("SMKT001-2") == before + 1
    sold.next_sale().has(basket={})


def test_the_till_is_remembered_and_can_be_changed(till, window, suite):
    window.get(suite.cashier + "/")
    till.has(source=holding("Market Hall, Till 1"))

    till.press(Keys.F7).has(address=holding("/tills"))
    till.press("4")

    till.has(source=holding("Harbour, Till 1"))


def test_a_scan_adds_its_product(till):
    till.scan(TOMATOES).has(basket={"Tomatoes": 1})
    till.scan(TOMATOES).scan(LOAF).has(basket={"Tomatoes": 2, "Sourdough loaf": 1}, entry="")


def test_a_scanner_that_sends_no_enter_is_understood(till):
    till.scan(TOMATOES, ends_with="").has(basket={"Tomatoes": 1}, entry="")


def test_fast_scans_are_all_entered_and_in_their_order(till):
    for code in (TOMATOES, BANANAS, LOAF, TOMATOES, BANANAS):
        till.scan(code)

    till.has(basket={"Tomatoes": 2, "Bananas": 2, "Sourdough loaf": 1})
    till.lines.becomes(
        lambda lines: [line.name for line in lines] == ["Tomatoes", "Bananas", "Sourdough loaf"]
    )


def test_a_scan_never_presses_the_button_that_has_the_focus(till, window):
    till.enter("2").has(basket={"Bananas": 1})
    window.execute_script("document.querySelector('.till__line [data-void]').focus()")

    till.scan(TOMATOES)

    till.has(basket={"Bananas": 1, "Tomatoes": 1})


def test_a_scan_into_another_field_is_taken_out_of_it_again(till):
    till.enter("2").has(basket={"Bananas": 1}).begin_payment().give("1")
    till.has(sums=["1.90", "0.90"])

    till.scan(TOMATOES)

    till.has(basket={"Bananas": 1, "Tomatoes": 1}, asks_payment=False)


def test_a_quantity_before_the_star_counts_for_number_name_and_scan(till):
    till.enter("3*1").enter("2*but").type("4*").scan(LOAF)

    till.has(basket={"Tomatoes": 3, "Butter": 2, "Sourdough loaf": 4})


def test_a_tile_is_tapped_and_takes_the_quantity_typed_before_it(till):
    till.tap("Bananas").has(basket={"Bananas": 1})
    till.type("5*").tap("Eggs").has(basket={"Bananas": 1, "Eggs": 5}, entry="")


def test_an_unknown_code_is_told_and_kept_and_the_next_scan_goes_on(till):
    till.enter("1").scan("4999999999999").says("No product has the code 4999999999999")

    till.has(told=holding("put the article aside"))
    till.wait(lambda: till.one("#told[role=status]"), "words that are read aloud")
    till.has(entry="4999999999999", basket={"Tomatoes": 1})
    till.scan(BANANAS).has(basket={"Tomatoes": 1, "Bananas": 1}, told="")


def test_typing_letters_leaves_what_fits_and_arrows_choose_among_it(till):
    till.type("c").has(products=lambda them: them[0] == "Coffee beans")
    till.press(Keys.ARROW_DOWN)
    second = till.chosen_product.becomes(lambda name: name not in ("", "Coffee beans"))
    till.press(Keys.ENTER)

    till.has(basket={second: 1}, entry="")


def test_a_department_shows_its_own(till):
    till.department("Dairy").has(products=["Whole milk", "Eggs", "Butter"])
    till.department("All").has(products=lambda them: len(them) == 43)


def test_promotions_bite_and_the_next_step_is_one_press_away(till):
    till.enter("2*TSHIRT").enter("PEN").has(total="45.00", offers={"T-Shirt": [], "Pen": []})
    till.has(hints=["T-Shirt: one more takes 25 % off all", "Pen: the next one is free"])

    till.press("+").has(total="45.00", basket={"T-Shirt": 2, "Pen": 2})
    till.take_hint().has(
        total="50.00", offers={"T-Shirt": ["3 or more, 25 % off"], "Pen": ["2 for 1"]}, hints=[]
    )


@pytest.fixture
def coupon(suite):
    """The code of a coupon that can be used once."""
    suite.ask(
        "WITH made AS (INSERT INTO catalog.promotion DEFAULT VALUES RETURNING id) "
        "INSERT INTO catalog.promotion_version "
        "(promotion_id, version, kind, name, basis_points, minimum, on_top, code, single_use) "
        "SELECT id, 1, 'coupon', 'Welcome', 1000, 1, false, 'AT-THE-TILL', true FROM made "
        "RETURNING promotion_id"
    )
    return "AT-THE-TILL"


def test_a_coupon_is_entered_by_keyboard_refused_with_the_reason_and_used_once(
    coupon, till, window, suite
):
    coupons = TillCoupons(window, suite.cashier)
    till.enter("MUG").has(total="7.50")

    coupons.enter("no-such").has(refused=holding("There is no coupon NO-SUCH"))
    coupons.enter_until_it_is_known(coupon.lower())
    coupons.has(asks=False, shown=[f"{coupon} Welcome, takes 0.75 off"])
    till.has(total="6.75").pay_by_card()

    till.open().shown().enter("MUG").has(total="7.50")
    coupons.enter(coupon).has(refused=holding("was used before"), shown=[])


def test_the_line_touched_last_is_changed_by_plus_minus_and_del(till):
    till.press("+", "-", "%").has(entry="")  # nothing to change yet, and nothing to look for
    till.enter("1").enter("2").has(basket={"Tomatoes": 1, "Bananas": 1})
    till.press("+", "+").has(basket={"Tomatoes": 1, "Bananas": 3})
    till.press("-").has(basket={"Tomatoes": 1, "Bananas": 2})
    till.press(Keys.DELETE).has(basket={"Tomatoes": 1})
    till.undo().has(basket={"Tomatoes": 1, "Bananas": 2})


def test_another_line_is_reached_by_arrows_and_by_a_tap(till):
    till.enter("1").enter("2").enter("3").has(chosen_line="Sourdough loaf")
    till.press(Keys.ARROW_UP, Keys.ARROW_UP).has(chosen_line="Tomatoes")
    till.press("5*", Keys.ENTER).has(basket={"Tomatoes": 5, "Bananas": 1, "Sourdough loaf": 1})
    till.pick_line("Bananas").has(chosen_line="Bananas")
    till.set_quantity(7).has(basket={"Tomatoes": 5, "Bananas": 7, "Sourdough loaf": 1})
    till.void().has(basket={"Tomatoes": 5, "Sourdough loaf": 1})


def test_esc_empties_the_field_and_asks_before_it_empties_the_basket(till):
    till.enter("1").has(basket={"Tomatoes": 1}).type("zzz").press(Keys.ESCAPE).has(entry="")
    till.press(Keys.ESCAPE).wait(lambda: till.every("dialog:modal"), "the question")
    till.press(Keys.ESCAPE).has(basket={"Tomatoes": 1})
    till.wait(lambda: not till.every("dialog:modal"), "the end of the question")

    till.press(Keys.ESCAPE).wait(lambda: till.every("dialog:modal"), "the question")
    till.click("dialog:modal [value='yes']")

    till.has(basket={}, total="0.00")


def test_sales_are_put_aside_and_taken_up_again(till):
    till.enter("1").has(basket={"Tomatoes": 1}).hold()
    till.enter("2*2").has(basket={"Bananas": 2}).hold()
    till.enter("5").has(basket={"Eggs": 1})

    till.recall(1).has(basket={"Tomatoes": 1})
    till.recall(2).has(basket={"Eggs": 1})


def test_a_customer_is_found_or_entered_and_stands_on_the_sale(till, suite):
    till.enter("1").choose_customer("John").has(customer="John Doe")
    till.click("[data-guest]").has(customer="").enter_customer("Ines Duarte")

    till.pay_by_card()

    (name,) = suite.ask(
        "SELECT name FROM books.purchase JOIN books.customer ON customer.id = customer_id "
        "WHERE till_id = 'SMKT001-1' ORDER BY sold_at DESC LIMIT 1"
    )[0]
    assert name == "Ines Duarte"


def test_esc_leaves_the_choice_of_a_customer_at_once(till):
    till.enter("1").press(Keys.F3).wait(lambda: till.one("#customers").is_displayed(), "the dialog")
    till.one("#customer").send_keys("joh" + Keys.ESCAPE)

    till.wait(lambda: not till.every("dialog:modal"), "the till without a dialog")


def test_a_newcomer_pressed_twice_is_entered_once(till, suite):
    till.press(Keys.F3).wait(lambda: till.one("#customers").is_displayed(), "the dialog")
    till.one("#customer").send_keys("Petra Zweimal")
    till.wait(lambda: till.one("[data-newcomer='Petra Zweimal']"), "a way to enter her")
    till.driver.execute_script(
        "const press = document.querySelector('[data-newcomer]'); press.click(); press.click();"
    )

    till.has(customer="Petra Zweimal")
    known = "SELECT count(*) FROM books.customer WHERE name = 'Petra Zweimal'"
    assert suite.ask(known) == [(1,)]


def test_part_in_cash_and_the_rest_by_card(till, suite):
    till.enter("4*3").has(total="15.20").begin_payment().give("10")
    till.has(sums=["15.20", "5.20"])
    # Enter takes cash only where it is enough
    till.press(Keys.ENTER).has(asks_payment=True)

    till.press(Keys.F8)
    till.to_sold()

    tenders = suite.ask(
        "SELECT kind, amount_minor FROM books.tender JOIN books.purchase ON purchase_id = id "
        "WHERE sold_at = (SELECT max(sold_at) FROM books.purchase) ORDER BY tender_number"
    )
    assert tenders == [("cash", 1000), ("card", 520)]


@pytest.mark.parametrize(
    ("given", "change"), [("", ""), ("7,20", ""), ("10", "2.80"), ("8.00", "0.80")]
)
def test_cash_in_every_way_of_writing_it(till, given, change):
    till.enter("3*1").has(total="7.20")

    till.pay_cash(given).has(change=change)


def test_a_scan_after_the_sale_begins_the_next_one(till):
    sold = till.enter("1").has(basket={"Tomatoes": 1}).pay_cash("5")

    sold.scan(BANANAS).has(basket={"Bananas": 1}, total="1.90")


def test_an_earlier_receipt_is_found_and_printed_again(till, window, suite):
    sold = till.enter("2").has(basket={"Bananas": 1}).pay_by_card()
    number = sold.receipt_number.becomes(lambda number: number.startswith("M1-"))

    receipt = Receipts(window, suite.cashier).open().show(1)

    receipt.has(text=holding(number, "Bananas", "VAT 9"))

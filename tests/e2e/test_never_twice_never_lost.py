"""Whatever happens around a payment, the sale is in the books once, or known not to be, and the basket is kept."""

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from traffic_generator.pages.seen import holding
from traffic_generator.pages.till import Till

TILL = "SMKT001-1"


@pytest.fixture
def basket(till):
    """A till with a sale of 4.80, once it has heard that the test before has put prices back."""
    till.has(prices=lambda prices: prices.get("Tomatoes") == "2.40")
    return till.enter("2*1").has(basket={"Tomatoes": 2}, total="4.80")


@pytest.fixture
def booked(suite):
    """How many sales the till has booked since the test began."""
    before = suite.sales_at(TILL)
    return lambda: suite.sales_at(TILL) - before


def no_more_news(window):
    """From now on the page looks hidden to itself, so it asks for no news between two acts of the test."""
    window.execute_script("Object.defineProperty(document, 'hidden', { get: () => true })")


def test_a_double_click_sells_once(basket, window, booked):
    ActionChains(window).double_click(basket.one("[data-pays='card']")).perform()

    basket.to_sold()
    assert booked() == 1


def test_pressing_every_way_to_pay_at_once_sells_once(basket, window, booked):
    window.execute_script("for (const way of document.querySelectorAll('[data-pays]')) way.click()")

    basket.to_sold()
    assert booked() == 1


def test_the_way_back_from_the_receipt_leads_to_an_empty_basket(basket, window, booked):
    sold = basket.pay_by_card()
    window.back()

    till = Till(window, basket.base_url).shown().has(basket={}, total="0.00")
    till.press(Keys.F9).has(asks_payment=False)
    window.forward()
    sold.shown().has(receipt_number=bool)
    window.refresh()
    sold.shown().has(receipt_number=bool)
    assert booked() == 1


def test_a_reload_while_paying_finds_the_sale_by_itself(basket, window, suite, booked):
    with suite.slow_sales(1.5):
        basket.press_card()
        window.refresh()
        basket.to_sold()

    assert booked() == 1


def test_two_tabs_are_one_till(basket, window, suite, booked):
    first = window.current_window_handle
    window.switch_to.new_window("tab")
    try:
        second = Till(window, basket.base_url).open().shown().has(basket={"Tomatoes": 2})
        second.enter("2").has(basket={"Tomatoes": 2, "Bananas": 1})
        window.switch_to.window(first)
        basket.has(basket={"Tomatoes": 2, "Bananas": 1})
        with suite.slow_sales(1):
            basket.press_card()
            window.switch_to.window(window.window_handles[-1])
            second.has(is_locked=True)
            second.has(is_locked=False, basket={})
        window.close()
    finally:
        window.switch_to.window(first)

    basket.to_sold()
    assert booked() == 1


def test_a_lost_answer_locks_the_sale_until_it_is_found(basket, suite, booked):
    with suite.slow_sales(4):
        basket.press_card().says("Being checked: was this sale booked?").has(is_locked=True)
        basket.press("3", Keys.ENTER)
        basket.to_sold()

    assert booked() == 1


@pytest.mark.timed
def test_while_a_sale_is_on_its_way_nobody_is_told_that_the_answer_is_late(basket, window, suite):
    said = []

    def is_sold():
        said.append(window.execute_script("return document.getElementById('say')?.innerText"))
        return "/sales/" in window.current_url

    with suite.slow_sales(1.5):
        basket.press_card().type("x")
        basket.wait(is_sold, "the receipt")

    assert len(said) > 5
    assert not any("Being checked" in (each or "") for each in said)


def test_a_sale_that_failed_half_way_is_sent_again(basket, window, suite, booked):
    with suite.failing_sales():
        basket.press_card().says("Being checked: was this sale booked?")
        window.refresh()
        basket.shown().has(is_locked=True, basket={"Tomatoes": 2})
    assert booked() == 0

    basket.send_again().to_sold()

    assert booked() == 1


def test_while_one_sale_is_being_checked_the_next_customer_is_served(basket, suite, booked):
    with suite.failing_sales():
        basket.press_card().says("Being checked")
    basket.hold()
    sold = basket.enter("3").has(basket={"Sourdough loaf": 1}).pay_by_card()

    till = sold.next_sale().recall().has(is_locked=True, basket={"Tomatoes": 2})
    till.send_again().to_sold()

    assert booked() == 2


def test_books_that_hang_are_told_at_once_and_the_basket_can_still_change(basket, suite, booked):
    with suite.paused("api-service"):
        basket.press_card().says("Not booked: the books do not answer")
        basket.has(is_locked=False, connection="Books away")
        # looking again in between wipes nothing off
        basket.has(notices=holding("Prices are those of", "Not booked: the books do not answer"))
        basket.enter("2").has(basket={"Tomatoes": 2, "Bananas": 1})
        assert booked() == 0

    basket.has(connection="Online")
    basket.pay_by_card()
    assert booked() == 1


def test_books_that_are_killed_while_paying_have_the_sale_once(basket, suite, booked):
    books = suite.processes("api-service")
    with suite.slow_sales(2):
        basket.press_card()
        # before that the till would know that nothing was sent, and say so
        basket.wait(suite.is_booking, "the sale half-way into the books")
        for process in books:
            process.kill()
        # or they are back so soon that the till still hears their answer
        basket.wait(
            lambda: "Being checked" in basket.notices.now or "/sales/" in basket.address.now,
            "a word that the sale is being checked",
        )
    basket.wait(
        lambda: suite.mercato.service("api-service")["ready"], "the books again", seconds=30
    )

    # the till may find the sale by itself before the test can have it sent again
    basket.driver.execute_script("document.querySelector('[data-again]')?.click()")
    basket.to_sold()

    assert booked() == 1


def test_a_till_service_that_is_killed_loses_no_basket_and_no_scan(basket, suite, booked):
    for process in suite.processes("cashier-service"):
        process.kill()
    basket.enter("2").enter("3")

    basket.has(basket={"Tomatoes": 2, "Bananas": 1, "Sourdough loaf": 1}, connection="Online")
    basket.pay_by_card()
    assert booked() == 1


def test_a_till_service_that_hangs_keeps_what_is_scanned_meanwhile(basket, suite):
    with suite.paused("cashier-service"):
        basket.enter("2").has(connection="No connection").says("This till has lost its connection")

    basket.has(basket={"Tomatoes": 2, "Bananas": 1}, connection="Online", notices="")


def test_nobody_pays_for_less_than_was_scanned(basket, window, suite):
    no_more_news(window)
    with suite.paused("cashier-service"):
        basket.enter("2")
        basket.press_card()
        basket.has(toasts=holding("Wait for the connection"))

    basket.has(basket={"Tomatoes": 2, "Bananas": 1}, is_locked=False)


def test_a_price_that_changes_before_the_payment_is_confirmed_by_the_cashier(
    basket, window, suite, booked
):
    no_more_news(window)
    with suite.price(1, 260):
        basket.press_card().says("Not booked: the total is another one now")
        basket.has(notices=holding("Tomatoes costs 2.60 now, not 2.40"), total="5.20")
        assert booked() == 0

        basket.pay_by_card()

    assert booked() == 1
    assert suite.ask("SELECT total_minor FROM books.purchase ORDER BY sold_at DESC LIMIT 1") == [
        (520,)
    ]


def test_the_amount_given_is_still_there_after_a_refused_payment(basket, window, suite):
    no_more_news(window)
    with suite.price(1, 260):
        basket.begin_payment().give("20" + Keys.ENTER)
        basket.says("Not booked: the total is another one now")
        basket.begin_payment().has(sums=["5.20", "14.80"]).press(Keys.ENTER)

        basket.to_sold().has(change="14.80")


def test_a_total_that_changes_behind_the_dialog_is_shown_before_it_is_taken(basket, suite, booked):
    basket.begin_payment().has(sums=["4.80"])
    with suite.price(1, 260):
        # behind the dialog
        basket.has(total="5.20").press(Keys.ENTER)
        basket.has(toasts=holding("The total has just changed"), sums=["5.20"])
        assert booked() == 0

        basket.press(Keys.ENTER)
        basket.to_sold()

    assert booked() == 1


def test_a_price_that_changes_while_the_basket_is_open_shows_up_by_itself(basket, suite):
    with suite.price(1, 260):
        basket.says("Tomatoes costs 2.60 now, not 2.40").has(total="5.20")


def test_a_product_taken_off_sale_is_marked_and_voided(basket, window, suite, booked):
    basket.enter("2").has(basket={"Tomatoes": 2, "Bananas": 1})
    no_more_news(window)
    with suite.archived(1):
        basket.press_card().says("Not booked: something is not sold any more")
        basket.pick_line("Tomatoes").has(chosen_line="Tomatoes")
        basket.press(Keys.DELETE).has(basket={"Bananas": 1}, total="1.90")
        basket.pay_by_card()

    assert booked() == 1


def test_the_basket_survives_a_closed_tab(basket, window):
    first = window.current_window_handle
    window.switch_to.new_window("tab")
    second = window.current_window_handle
    window.switch_to.window(first)
    window.close()
    window.switch_to.window(second)

    Till(window, basket.base_url).open().shown().has(basket={"Tomatoes": 2}, total="4.80")

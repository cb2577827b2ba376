"""What the shared modules do: colours, keys, dialogs, toasts, copies, the filter, regions that live."""

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from common.testing.browser import type_keys


def eventually(driver, script, *arguments):
    return WebDriverWait(driver, 10, poll_frequency=0.05).until(
        lambda it: it.execute_script(f"return {script}", *arguments)
    )


def find(driver, selector):
    return driver.find_element(By.CSS_SELECTOR, selector)


def shown_dialogs(driver):
    return driver.execute_script("return document.querySelectorAll('dialog:modal').length")


def test_the_chosen_colours_are_kept_and_there_before_the_first_paint(page):
    driver = page("/ui/parts")
    find(driver, "button[popovertarget=menu].wide").click()
    find(driver, "[data-theme-choice] input[value=dark]").click()

    driver.get(driver.current_url)

    assert driver.execute_script("return document.documentElement.dataset.theme") == "dark"
    find(driver, "button[popovertarget=menu].wide").click()
    find(driver, "[data-theme-choice] input[value=system]").click()
    assert driver.execute_script("return 'theme' in document.documentElement.dataset") is False


def test_a_key_presses_its_button_also_from_a_field(page):
    driver = page("/try/till.html")
    type_keys(driver, Keys.F9)

    assert shown_dialogs(driver) == 1


def test_while_a_dialog_is_open_only_its_own_keys_work(page):
    driver = page("/try/till.html")
    type_keys(driver, Keys.F9)
    type_keys(driver, Keys.F2)
    type_keys(driver, Keys.ENTER)

    eventually(driver, "document.querySelectorAll('dialog:modal').length === 0")


def test_a_question_mark_lists_the_keys_that_work_now(page):
    driver = page("/try/till.html")
    type_keys(driver, "?")

    listed = find(driver, "dialog:modal .keylist").text
    assert "F9" in listed
    assert "Void last line" in listed
    assert "Discount" not in listed
    assert listed.index("F2") < listed.index("F4") < listed.index("F9") < listed.index("Del")


def test_a_question_mark_within_a_word_is_only_typed(page):
    driver = page("/try/till.html")
    type_keys(driver, "wh", "?")

    assert shown_dialogs(driver) == 0
    assert find(driver, "#find").get_attribute("value") == "wh?"


def test_a_held_key_presses_once(page):
    driver = page("/try/till.html")
    presses = driver.execute_script(
        """
        let presses = 0;
        document.querySelector("[data-key=F9]").addEventListener("click", () => presses++);
        for (const repeat of [false, true, true])
          document.dispatchEvent(new KeyboardEvent("keydown", { key: "F9", repeat, bubbles: true }));
        return presses;
        """
    )

    assert presses == 1


def test_enter_presses_what_has_the_focus_and_nothing_else(page):
    driver = page("/try/receipt.html")
    driver.execute_script(
        """
        window.pressed = [];
        for (const button of document.querySelectorAll(".till__pay button"))
          button.addEventListener("click", (event) => {
            event.stopImmediatePropagation();
            window.pressed.push(button.innerText.trim());
          });
        """
    )
    find(driver, "[data-prints]").send_keys(Keys.ENTER)
    driver.execute_script("document.activeElement.blur()")
    type_keys(driver, Keys.ENTER)

    pressed = driver.execute_script("return window.pressed")
    assert [words.split()[0] for words in pressed] == ["Print", "Next"]


def test_a_stepper_stays_within_its_bounds(page):
    driver = page("/ui/parts")
    less = find(driver, "#actions [data-step='-1']")
    for _ in range(3):
        less.click()

    assert find(driver, "#quantity").get_attribute("value") == "1"


def test_a_toast_offers_the_way_back(page):
    driver = page("/ui/parts")
    driver.execute_script("document.getElementById('show-toast').click()")
    find(driver, "[data-toasts] .toast .button").click()

    assert (
        eventually(driver, "document.querySelector('[data-toasts]').innerText")
        == "Taken out again."
    )


def test_what_is_said_over_a_dialog_is_said_in_it(page):
    driver = page("/ui/parts")
    driver.execute_script("document.getElementById('show-question').click()")
    driver.execute_script("document.getElementById('show-toast').click()")

    assert "Undo" in eventually(
        driver, "document.querySelector('dialog:modal [data-toasts]').innerText"
    )
    find(driver, "dialog:modal .toast .button").click()
    said = eventually(driver, "document.querySelector('dialog:modal [data-toasts]').innerText")
    assert said == "Taken out again."


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        ([Keys.ESCAPE], "The till goes on selling."),
        ([Keys.ENTER], "The till goes on selling."),
        ([Keys.SHIFT + Keys.TAB, Keys.ENTER], "The shift is closed."),
    ],
    ids=["escape", "enter", "chosen"],
)
def test_a_question_is_answered_yes_only_by_choice(page, keys, answer):
    driver = page("/ui/parts")
    driver.execute_script("document.getElementById('show-question').click()")
    type_keys(driver, *keys)

    assert eventually(driver, "document.querySelector('[data-toasts]').innerText") == answer


def test_a_password_can_be_read_back(page):
    driver = page("/ui/parts")
    show = find(driver, "[data-reveals=pass]")
    driver.execute_script("arguments[0].click()", show)

    assert find(driver, "#pass").get_attribute("type") == "text"
    assert show.text == "Hide"


def test_the_documentation_shows_what_is_looked_for(page):
    driver = page("/docs")
    type_keys(driver, "/")
    type_keys(driver, "archive")

    eventually(
        driver,
        "[...document.querySelectorAll('.operation')].filter((part) => part.checkVisibility())"
        ".map((part) => part.id).join() === 'delete-api-v1-products-product-id'",
    )
    eventually(driver, "document.querySelector('[data-filter-count]').innerText === '1 of 6'")
    type_keys(driver, "zzz")
    eventually(driver, "document.querySelector('[data-filter-none]').checkVisibility()")


def test_a_command_is_copied(page):
    driver = page("/docs")
    driver.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    find(driver, "[data-copies=get-health-curl]").click()

    eventually(driver, "document.querySelector('[data-toasts]').innerText === 'Copied.'")


@pytest.fixture
def sold(served):
    app, _ = served
    app.config["SOLD"] = 3
    yield app.config
    app.config["SOLD"] = 3


def test_a_region_takes_over_what_the_server_says(page, sold):
    driver = page("/try/live.html")

    eventually(driver, "document.querySelectorAll('#today li').length === 3")
    sold["SOLD"] = 5
    eventually(driver, "document.querySelectorAll('#today li').length === 5")
    eventually(driver, "document.querySelector('[data-live-age]').innerText.includes('Updated')")
    # the answer carries it beside the region, and so does the page
    eventually(driver, "document.querySelector('.strip #corner').innerText === '5 in all'")
    assert len(driver.find_elements(By.ID, "corner")) == 1


def test_what_a_person_opened_typed_and_focused_stays(page, sold):
    driver = page("/try/live.html")
    eventually(driver, "document.querySelectorAll('#today li').length === 3")
    driver.execute_script(
        """
        document.getElementById("more").open = true;
        window.first = document.querySelector("#today li");
        document.getElementById("note").focus();
        """
    )
    type_keys(driver, Keys.END, " and more")
    sold["SOLD"] = 7
    eventually(driver, "document.querySelectorAll('#today li').length === 7")

    assert driver.execute_script("return document.getElementById('more').open")
    assert driver.execute_script("return document.activeElement.id") == "note"
    assert find(driver, "#note").get_attribute("value") == "as it was and more"
    assert driver.execute_script("return window.first === document.querySelector('#today li')")


@pytest.mark.usefixtures("sold")
def test_an_unchanged_answer_costs_nothing_and_touches_nothing(page):
    driver = page("/try/live.html")
    eventually(driver, "document.querySelectorAll('#today li').length === 3")
    driver.execute_script(
        """
        window.changes = 0;
        new MutationObserver(() => window.changes++).observe(
          document.getElementById("today"), { subtree: true, childList: true, characterData: true });
        """
    )
    before = driver.execute_script("return performance.getEntriesByType('resource').length")
    eventually(driver, "performance.getEntriesByType('resource').length > arguments[0] + 2", before)

    assert driver.execute_script("return window.changes") == 0
    statuses = driver.execute_script(
        "return performance.getEntriesByType('resource').filter((it) => it.name.endsWith('/sold'))"
        ".slice(-2).map((it) => it.responseStatus)"
    )
    assert statuses == [304, 304]


def test_a_lost_server_is_told_and_its_return_too(page, sold):
    driver = page("/try/live.html")
    eventually(driver, "document.querySelectorAll('#today li').length === 3")
    sold["SOLD"] = None

    eventually(driver, "document.querySelector('[data-connection]').innerText.includes('Offline')")
    eventually(
        driver, "document.querySelector('[data-live-age]').innerText.includes('No connection')"
    )
    assert len(driver.find_elements(By.CSS_SELECTOR, "#today li")) == 3
    sold["SOLD"] = 4
    eventually(driver, "document.querySelectorAll('#today li').length === 4")
    eventually(driver, "document.querySelector('[data-connection]').innerText.includes('Online')")

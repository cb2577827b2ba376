"""Makes the pictures in the README.

Type `.venv/bin/python docs/screenshots.py`. It needs what the browser tests need (`./mercato test` installs it), starts
a suite of its own and takes it down again.
"""

from pathlib import Path

from selenium.webdriver.remote.webdriver import WebDriver

from common.testing.browser import chromium, prefer, resize
from suite.driving import fresh_suite
from traffic_generator.pages.dashboard import Dashboard
from traffic_generator.pages.till import TillChoice

IMAGES = Path(__file__).parent / "images"
_OFFSET = 23_900


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with fresh_suite(_OFFSET) as mercato, chromium() as driver:
        mercato.up()
        resize(driver, 1280, 800)
        prefer(driver, color_scheme="light")
        take_till(driver, mercato.url("cashier-service"))
        Dashboard(driver, mercato.url("dashboard-service")).look("period=yesterday").live()
        driver.save_screenshot(str(IMAGES / "dashboard.png"))


def take_till(driver: WebDriver, address: str) -> None:
    """A sale of some lines, just before it is paid."""
    till = TillChoice(driver, address).open().choose("SMKT001-1")
    for entry in ("2*1", "3", "4", "3*7", "9"):
        till.enter(entry)
    till.has(total="21.20")
    driver.save_screenshot(str(IMAGES / "till.png"))


if __name__ == "__main__":
    main()

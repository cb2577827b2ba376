"""Makes the pictures in the README.

Type `.venv/bin/python docs/screenshots.py`. It needs what the browser tests need (`./mercato test` installs it), starts
a suite of its own and takes it down again.
"""

from pathlib import Path

from PIL import Image
from selenium.webdriver.remote.webdriver import WebDriver

from common.testing.browser import chromium, prefer, resize
from suite.driving import fresh_suite
from traffic_generator.pages.dashboard import Dashboard
from traffic_generator.pages.shop import Shelf
from traffic_generator.pages.till import TillChoice

IMAGES = Path(__file__).parent / "images"
_COLOURS = 256


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with fresh_suite() as mercato, chromium() as driver:
        mercato.up()
        resize(driver, 1280, 800)
        prefer(driver, color_scheme="light", reduced_motion="reduce")
        take_till(driver, mercato.url("cashier-service"))
        Dashboard(driver, mercato.url("dashboard-service")).look("period=yesterday").live()
        take(driver, "dashboard")
        Shelf(driver, mercato.url("store-service")).look("/departments/records").pictured()
        take(driver, "shop")


def take_till(driver: WebDriver, address: str) -> None:
    """A sale of some lines, just before it is paid."""
    till = TillChoice(driver, address).open().choose("SMKT001-1")
    for entry in ("2*1", "3", "4", "3*7", "9"):
        till.enter(entry)
    till.has(total="21.20")
    take(driver, "till")


def take(driver: WebDriver, name: str) -> None:
    """What the window shows, in few colours: flat drawings lose nothing by it, and a clone stays small."""
    file = IMAGES / f"{name}.png"
    driver.save_screenshot(str(file))
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(_COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()

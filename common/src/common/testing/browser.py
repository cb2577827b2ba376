"""A headless Chromium for tests: fresh, strict about its page's rules, and able to run axe.

The functions take the driver, so that a test may keep one browser over several pages; the fixture
`browser` hands out a new one with an empty profile. Nothing is downloaded: where Chromium is
missing the fixture fails and names the command to type.
"""

import importlib.util
import itertools
import os
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webdriver import WebDriver

_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--force-color-profile=srgb",
)
_MISSING = "Chromium is missing. Type:  sudo apt-get install -y chromium chromium-driver"

# Reports are sent to the page itself, before any of its own scripts can run.
_LISTEN = """
window.brokenRules = [];
addEventListener("securitypolicyviolation", (event) =>
  window.brokenRules.push(`${event.effectiveDirective} refused ${event.blockedURI}`));
"""

# What is still fading in has colours of its own until it has arrived.
_RUN_AXE = """
const [options, done] = [arguments[0], arguments[arguments.length - 1]];
for (const moving of document.getAnimations())
  if (moving.effect.getComputedTiming().iterations === Infinity) moving.cancel(); else moving.finish();
axe.run(document, options).then((found) => done(found.violations), (error) => done(String(error)));
"""

_FOCUSED = """
const at = document.activeElement;
if (!at || at === document.body) return null;
const box = at.getBoundingClientRect();
const rings = [at, ...(at.closest(".field__box, .segment label, .stepper") ? [at.parentElement] : [])];
return {
  tag: at.localName,
  words: (at.getAttribute("aria-label") || at.innerText || at.name || at.id || "").trim(),
  seen: box.width > 0 && box.height > 0,
  ring: rings.some((part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  }),
};
"""


_TOO_WIDE = """
const page = document.documentElement;
const most = page.clientWidth;
if (page.scrollWidth <= most) return [];
const parts = [...document.querySelectorAll("body *")].map((part) => [part, part.getBoundingClientRect()]);
const found = parts
  .filter(([, box]) => box.right > most + 1 || box.left < -1)
  .map(([part, box]) => `${part.localName}.${part.getAttribute("class")} ${box.left}..${box.right}`);
return [`${page.scrollWidth} px in ${most} px`, ...found.slice(0, 9)];
"""

#: On a busy machine axe takes its time.
_PATIENCE_SECONDS = 120

_RULES_OF_COLOUR = ("color-contrast", "link-in-text-block")

# blur() alone would let Tab go on from where the focus was
_BACK_TO_THE_TOP = """
document.body.tabIndex = -1;
document.body.focus();
document.body.removeAttribute("tabindex");
"""


@dataclass(frozen=True, slots=True)
class Stop:
    """Where Tab led: what has the focus, and whether a person can see that it has."""

    tag: str
    words: str
    seen: bool
    ring: bool


@contextmanager
def chromium(width: int = 1280, height: int = 900) -> Iterator[WebDriver]:
    """A browser with an empty profile, ended when the block ends."""
    with tempfile.TemporaryDirectory(prefix="mercato-browser-", ignore_cleanup_errors=True) as home:
        driver = Chrome(options=_options(Path(home)), service=Service(_found("chromedriver")))
        try:
            driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": _LISTEN})
            driver.set_script_timeout(_PATIENCE_SECONDS)
            resize(driver, width, height)
            yield driver
        finally:
            driver.quit()


@pytest.fixture
def browser() -> Iterator[WebDriver]:
    """A fresh browser for one test."""
    with chromium() as driver:
        yield driver


def resize(driver: WebDriver, width: int, height: int = 900, *, touch: bool = False) -> None:
    """Set the page's own size in CSS pixels; with `touch` the pointer is a finger."""
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
    )
    driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": touch})


def forget_everybody(driver: WebDriver) -> None:
    """Forget all cookies, whatever path they are for; WebDriver itself deletes only those of the page in sight."""
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})


def prefer(driver: WebDriver, **features: str) -> None:
    """Set what the person prefers, by media feature: color_scheme="dark", contrast="more"."""
    named = [
        {"name": f"prefers-{name.replace('_', '-')}", "value": value}
        for name, value in features.items()
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": named})


def sizes_and_colours(usual: Collection[tuple[int, str]]) -> list[Any]:
    """Widths and schemes for a test whose pages take long to reach; all but the usual ones are for the long run."""
    return [
        pytest.param(*each, marks=() if each in usual else pytest.mark.long)
        for each in itertools.product((320, 390, 1280, 1920), ("light", "dark"))
    ]


def broken_rules(driver: WebDriver) -> list[str]:
    """What the page's Content-Security-Policy refused since it was loaded."""
    refused: list[str] = driver.execute_script("return window.brokenRules ?? []")
    return refused


def console_errors(driver: WebDriver) -> list[str]:
    """What the console called severe since the last call; asking takes it away."""
    return [
        entry["message"]
        for entry in driver.get_log("browser")  # type: ignore[attr-defined]  # Chromium's alone
        if entry["level"] == "SEVERE"
    ]


def axe(driver: WebDriver, *, only: Sequence[str] = ()) -> list[str]:
    """What axe finds wrong with the page as it stands, one line per element; `only` names the rules to try."""
    if not driver.execute_script("return 'axe' in window"):
        driver.execute_script(_axe_source())
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    found = driver.execute_async_script(_RUN_AXE, options)
    assert not isinstance(found, str), f"axe could not run: {found}"
    return [_told(violation["id"], node) for violation in found for node in violation["nodes"]]


def axe_in_all_colours(driver: WebDriver) -> list[str]:
    """The same on light and on dark, without motion: on dark only the rules that look at colours."""
    prefer(driver, color_scheme="dark", reduced_motion="reduce")
    dark = [f"on dark: {line}" for line in axe(driver, only=_RULES_OF_COLOUR)]
    prefer(driver, color_scheme="light", reduced_motion="reduce")
    return [*axe(driver), *dark]


def overflow(driver: WebDriver) -> list[str]:
    """What makes the page wider than its window; empty when it fits."""
    wider: list[str] = driver.execute_script(_TOO_WIDE)
    return wider


def tab_through(driver: WebDriver, limit: int = 400) -> list[Stop]:
    """Press Tab from the top of the page until the focus leaves it; every stop on the way."""
    driver.execute_script(_BACK_TO_THE_TOP)
    stops: list[Stop] = []
    for _ in range(limit):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        at: dict[str, Any] | None = driver.execute_script(_FOCUSED)
        if at is None:
            return stops
        stops.append(Stop(**at))
    raise AssertionError(f"Tab did not leave the page within {limit} stops")


def type_keys(driver: WebDriver, *keys: str) -> None:
    """Type where the focus is, as a keyboard does; keys of selenium's Keys go too."""
    target = driver.switch_to.active_element
    for key in keys:
        target.send_keys(key)
        target = driver.switch_to.active_element


def _options(home: Path) -> ChromeOptions:
    options = ChromeOptions()
    options.binary_location = _found(*_BROWSERS)
    for flag in (*_FLAGS, f"--user-data-dir={home}"):
        options.add_argument(flag)
    if os.geteuid() == 0:
        options.add_argument("--no-sandbox")  # Chromium refuses to sandbox for root
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return options


def _found(*names: str) -> str:
    for name in names:
        path = shutil.which(name)
        if path:
            return path
    pytest.fail(_MISSING, pytrace=False)


@cache
def _axe_source() -> str:
    # found, not imported: the package would load a second browser driver that nobody needs
    spec = importlib.util.find_spec("axe_playwright_python")
    assert spec is not None, "axe is missing: it comes with requirements-dev.lock"
    return Path(str(spec.origin)).with_name("axe.min.js").read_text(encoding="utf-8")


def _told(rule: str, node: dict[str, Any]) -> str:
    why = node.get("failureSummary", "").replace("\n", " ")
    return f"{rule}: {node['html'][:160]} ({why[:240]})"

// What the dashboard's pages do besides staying true: say when they cannot, let the books' word grow old, close what was
// opened, explain at a glance.

const HOVER_MS = 350;
const FRESH_S = 120; // models/audit.py has the same

const region = document.querySelector("[data-live]");
if (region) watch(region, document.querySelector("[data-lost]"));
growOld();
explainOnHover();
closePickers();
bringChoicesIntoView();

// live.js writes the region's state after each answer; a good one is the last time that the numbers were true.
function watch(region, notice) {
  let goodAt = new Date();
  const since = notice.querySelector("[data-lost-since]");
  const tell = () => {
    const lost = region.dataset.liveState === "lost";
    if (!lost) goodAt = new Date();
    if (notice.hidden !== lost) return;
    if (lost) {
      since.dateTime = goodAt.toISOString();
      since.textContent = timeOf(goodAt, region.dataset.zone);
    }
    notice.hidden = !lost;
  };
  new MutationObserver(tell).observe(region, { attributeFilter: ["data-live-state"] });
}

function timeOf(moment, timeZone) {
  const hands = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone };
  return moment.toLocaleTimeString(document.documentElement.lang, hands);
}

// What was found last is told in the present only for a while; a page that lies open for an hour says so.
function growOld() {
  let known = "";
  let checkedAt = 0;
  const tell = () => {
    const word = document.querySelector("#books-word[data-checked]");
    if (!word) return;
    if (word.dataset.checked !== known) {
      known = word.dataset.checked;
      checkedAt = Date.now() - Number(word.dataset.seconds) * 1000;
    }
    const seconds = Math.max(Math.floor((Date.now() - checkedAt) / 1000), 0);
    const [says, when] = word.querySelectorAll("[data-says], [data-when]");
    when.textContent = `checked ${seconds < 90 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`} ago`;
    if (seconds > FRESH_S && says.textContent === "Books balance") {
      says.textContent = "Books balanced";
      word.firstElementChild.classList.add("strip__verdict--warn");
    }
  };
  setInterval(tell, 1000);
}

// A press opens a meaning without any script; a mouse that rests on a word need not press.
function explainOnHover() {
  let timer = 0;
  let shown = null;
  const wordAt = (event) => event.pointerType === "mouse" && event.target.closest?.(".term");
  document.addEventListener("pointerover", (event) => {
    const word = wordAt(event);
    if (!word) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (document.querySelector(".meaning:popover-open")) return;
      shown = word.popoverTargetElement;
      shown?.showPopover({ source: word });
    }, HOVER_MS);
  });
  document.addEventListener("pointerout", (event) => {
    const word = wordAt(event);
    if (!word || word.contains(event.relatedTarget)) return;
    clearTimeout(timer);
    const meaning = shown;
    // the mouse may go into the meaning, to read on or to copy it
    if (!meaning || meaning.contains(event.relatedTarget)) return;
    shown = null;
    if (meaning.matches(":popover-open")) meaning.hidePopover();
  });
  document.addEventListener("click", () => {
    clearTimeout(timer);
    shown = null;
  });
}

function closePickers() {
  const open = () => document.querySelectorAll("details[data-picker][open]");
  document.addEventListener("click", (event) => {
    for (const picker of open()) if (!picker.contains(event.target)) picker.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const picker of open()) {
      picker.open = false;
      picker.querySelector("summary").focus();
    }
  });
}

// Where a row of choices is wider than a phone, the one that holds is in sight.
function bringChoicesIntoView() {
  for (const current of document.querySelectorAll(".segment [aria-current]")) {
    const row = current.parentElement;
    row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
}

// The till's page: the entry that always listens, the keys, and what a press on anything means.

import { confirmed } from "../dialog.js";
import { onKey } from "../keys.js";
import { Coupons } from "./coupon.js";
import { Customers } from "./customer.js";
import { Held } from "./held.js";
import { startClock, watchLink } from "./link.js";
import { Payment } from "./payment.js";
import { listenForScans } from "./scanner.js";
import { Screen, showCurrentLine } from "./screen.js";
import { isEmpty, isLocked, Store } from "./store.js";
import { tell } from "./tell.js";

const TYPING = 80;
const NEXT_ENTRY = "mercato.entry"; // what was scanned on the page before this one

const entry = document.getElementById("entry");
const { till } = document.getElementById("sale").dataset;
const store = new Store(till);
const screen = new Screen(till, store, { typed: () => entry.value, onDrawn, onRefused });
const payment = new Payment(store, screen);
const customers = new Customers(store, () => leave(() => screen.look()));
const held = new Held(till, store, () => leave(() => screen.look()));
const coupons = new Coupons(store, act);
const asks = {
  pay: () => payment.open(),
  customers: () => customers.open(),
  coupon: () => coupons.open(),
  held: () => held.open(),
};

let byTouch = false;
let typing = 0;
let moved = false; // the cashier chose another tile than the first

// the entry:

function submit(text) {
  clearTimeout(typing);
  entry.value = "";
  if (text.trim()) act({ kind: "enter", text });
}

function act(what) {
  if (isLocked(store.sale)) return remindOfLock();
  screen.act(what);
}

function remindOfLock() {
  tell("This sale is being checked and cannot change.", { text: "Put aside", run: () => held.hold() });
}

entry.addEventListener("input", () => {
  moved = false;
  document.getElementById("told").replaceChildren();
  clearTimeout(typing);
  typing = setTimeout(() => screen.look(), TYPING);
});

entry.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "Enter") {
    event.preventDefault();
    const chosen = moved && document.querySelector("[data-chosen]");
    if (chosen) pick(chosen);
    else submit(entry.value);
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const by = event.key === "ArrowDown" ? 1 : -1;
    if (entry.value) chooseTile(by);
    else if (!isEmpty(store.sale)) act({ kind: "move", quantity: by });
  }
});

function chooseTile(by) {
  const tiles = [...document.querySelectorAll("[data-pick]")];
  if (!tiles.length) return;
  const at = tiles.findIndex((tile) => tile.hasAttribute("data-chosen"));
  const next = tiles[Math.min(Math.max(at + by, 0), tiles.length - 1)];
  tiles[at]?.removeAttribute("data-chosen");
  next.setAttribute("data-chosen", "");
  next.scrollIntoView({ block: "nearest" });
  document.getElementById("meant").textContent = next.querySelector(".tile__name").firstChild.textContent;
  moved = true;
}

function pick(tile) {
  const text = /^\s*\d+\s*[*×]/.exec(entry.value)?.[0] ?? "";
  clearTimeout(typing);
  entry.value = "";
  moved = false;
  act({ kind: "pick", product_id: Number(tile.dataset.pick), text });
}

// What is typed anywhere but in a field is meant for the entry.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || event.key === " ") return;
  if (document.querySelector("dialog:modal") || document.activeElement?.matches("input, textarea, select")) return;
  entry.focus({ preventScroll: true });
});

listenForScans({
  entry,
  onScan(code) {
    for (const dialog of document.querySelectorAll("dialog:modal")) dialog.close();
    submit(code);
  },
});

// presses:

addEventListener("pointerdown", (event) => {
  byTouch = event.pointerType === "touch";
});

const presses = {
  "data-pick": pick,
  "data-line": (line) => act({ kind: "choose", product_id: Number(line.dataset.line) }),
  "data-void": (button) => act({ kind: "void", product_id: Number(button.dataset.void) || null }),
  "data-adds": ({ dataset }) => act({ kind: "step", product_id: Number(dataset.adds), quantity: Number(dataset.units) }),
  "data-steps": (button) => act({ kind: "step", quantity: Number(button.dataset.steps) }),
  "data-pays": (button) => payment.pay(button.dataset.pays, button.dataset.given),
  "data-again": () => payment.again(),
  "data-holds": () => held.hold(),
  "data-guest": () => customers.forget(),
  "data-uncoupon": (button) => coupons.takeOut(button.dataset.uncoupon),
  "data-asks": (button) => asks[button.dataset.asks](),
  "data-goes": (button) => location.assign(button.dataset.goes),
};

document.addEventListener("click", (event) => {
  const department = event.target.closest("[data-department]");
  if (department && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    screen.department = department.dataset.department;
    screen.look();
  }
  for (const [name, press] of Object.entries(presses)) {
    const found = event.target.closest(`[${name}]`);
    if (found) press(found);
  }
  if (event.detail > 0) listenAgain();
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-quantity]")) return;
  const quantity = target.valueAsNumber;
  if (Number.isInteger(quantity)) act({ kind: "change", product_id: Number(target.dataset.quantity), quantity });
  else target.value = target.defaultValue;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-quantity]")) entry.focus(); // and so commits what was typed
});

// On a touch screen the focus would bring up the keyboard; a scanner is heard without it.
function listenAgain() {
  const at = document.activeElement;
  if (byTouch || document.querySelector("dialog:modal") || at?.matches("input:not(#entry)")) return;
  entry.focus({ preventScroll: true });
}

// keys:

onKey("Esc", "Empty the field, then the sale", async () => {
  if (entry.value) {
    entry.value = "";
    screen.look();
  } else if (document.getElementById("told").hasChildNodes()) {
    document.getElementById("told").replaceChildren();
  } else if (isLocked(store.sale)) {
    remindOfLock();
  } else if (!isEmpty(store.sale)) {
    const sure = await confirmed({
      title: "Empty the basket?",
      text: "The lines are gone for good. Hold would put the sale aside instead.",
      yes: "Empty it",
      no: "Keep it",
    });
    if (sure) leave(() => store.clear() && screen.look());
  }
});

// These act in the entry itself; they are here to be listed.
onKey("3*1 Enter", "Three of number 1", () => {});
onKey("5* Enter", "Five on the line touched last", () => {});
onKey("↑ ↓", "Another line, or while typing another product", () => {});

// after each drawing:

function onDrawn(what, before) {
  document.body.dataset.listens = ""; // from now on every key does what the foot of the page says
  moved = false;
  const told = document.getElementById("told");
  if (what?.kind === "coupon") {
    if (coupons.answered([...told.childNodes])) told.replaceChildren();
    listenAgain();
  } else if (told.hasChildNodes() && what?.text && !entry.value) {
    entry.value = what.text; // what could not be entered is kept, and the next scan writes over it
    if (document.activeElement === entry) entry.select();
    flash();
  }
  const voided = before.lines.find(({ product_id }) => !store.sale.lines.some((line) => line.product_id === product_id));
  if (what && voided && before.sale_id === store.sale.sale_id) offerBack(voided, before.lines.indexOf(voided));
}

function onRefused(problem) {
  tell(`${problem.title}. ${problem.detail}`);
}

function flash() {
  const box = entry.closest(".field__box");
  box.classList.remove("flashes");
  void box.offsetWidth; // begins the animation anew
  box.classList.add("flashes");
}

function offerBack({ product_id, quantity, name }, place) {
  const sale = store.sale.sale_id;
  tell(`Voided ${quantity} ${name}.`, {
    text: "Undo",
    run: () => store.sale.sale_id === sale && act({ kind: "restore", product_id, quantity, place }),
  });
}

// The next sale begins with an empty entry.
function leave(then) {
  entry.value = "";
  then();
  listenAgain();
}

// at the start:

try {
  store.read();
} catch {
  document.getElementById("keeps-nothing").hidden = false;
}

addEventListener("pageshow", () => {
  entry.value = sessionStorage.getItem(NEXT_ENTRY) ?? "";
  sessionStorage.removeItem(NEXT_ENTRY);
  if (entry.value) submit(entry.value);
  else screen.look();
  payment.watch();
  if (matchMedia("(pointer: fine)").matches) entry.focus({ preventScroll: true });
});

store.onChange(() => screen.look());
addEventListener("resize", showCurrentLine);
startClock();
watchLink(
  (status) => (status ? screen.look() : screen.showLink({ away: true, alone: true })),
  () => document.getElementById("sale").dataset.books,
);

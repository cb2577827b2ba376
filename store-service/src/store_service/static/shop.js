// What the shop's pages do better with a script: search as you type, filters that act at once, adding without leaving.

import { ask, Problem } from "../fetching.js";
import { morph } from "../morph.js";
import { toast } from "../toast.js";

const REST_MS = 180;
const main = document.getElementById("main");
let asking = null;
let timer = 0;

document.documentElement.classList.add("is-scripted");
document.addEventListener("input", (event) => {
  const form = event.target.closest("[data-searches]");
  if (!form) return;
  clearTimeout(timer);
  timer = setTimeout(() => show(addressOf(form), form), REST_MS);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("[data-filters-shelf]");
  if (form) show(addressOf(form));
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-searches]") && main.querySelector("[data-filters-shelf]")) {
    event.preventDefault();
    clearTimeout(timer);
    show(addressOf(form), form);
  } else if (form.matches("[data-adds]")) {
    event.preventDefault();
    add(form);
  }
});
addEventListener("popstate", () => location.reload());

function addressOf(form) {
  const told = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value && !(name === "sort" && value === "newest")) told.set(name, value);
  }
  const query = told.toString();
  return form.getAttribute("action") + (query ? `?${query}` : "");
}

// The page that the address shows, in place of this one's goods; what is being typed stays.
async function show(address, typing = null) {
  if (!main.querySelector("[data-filters-shelf]")) {
    if (!typing) location.assign(address);
    return;
  }
  asking?.abort();
  asking = new AbortController();
  const mine = asking;
  main.querySelector(".shelf")?.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(address, { accept: "text/html", signal: mine.signal });
    const fresh = new DOMParser().parseFromString(answer.data, "text/html");
    morph(main, fresh.getElementById("main"));
    document.title = fresh.title;
    for (const field of document.querySelectorAll("[data-searches] input")) {
      if (field !== document.activeElement) field.value = new URL(address, location.href).searchParams.get("q") ?? "";
    }
    history.replaceState(null, "", address);
  } catch (problem) {
    if (mine.signal.aborted) return;
    main.querySelector(".shelf")?.removeAttribute("aria-busy");
    toast(problem instanceof Problem ? `${problem.title}. ${problem.detail}` : String(problem));
  }
}

async function add(form) {
  if (form.ariaBusy === "true") return; // the press before is still on its way
  const body = new FormData(form);
  body.set("key", newKey());
  form.ariaBusy = "true"; // a button that were disabled instead would lose the focus
  try {
    const { data } = await ask(form.getAttribute("action"), { method: "POST", body });
    showUnits(data.units);
    showHeld();
    const more = Number(body.get("quantity") ?? 1);
    const known = data.quantity !== null; // else nobody can say what to go back to
    const undo = known ? { text: "Undo", run: () => putBack(body, data.quantity - more, data.name) } : undefined;
    toast(`${data.name} is in your basket.`, { action: undo });
  } catch (problem) {
    toast(problem.detail || problem.title || String(problem));
  } finally {
    form.ariaBusy = null;
  }
}

async function putBack(body, quantity, name) {
  body.set("quantity", String(Math.max(quantity, 0)));
  try {
    const { data } = await ask("/basket/set", { method: "POST", body });
    showUnits(data.units);
    showHeld();
    toast(`${name} is out again.`);
  } catch (problem) {
    toast(problem.detail || problem.title);
  }
}

function showUnits(units) {
  for (const place of document.querySelectorAll("[data-basket-units]")) {
    const comma = Object.assign(document.createElement("span"), { className: "basket__word", textContent: ", " });
    place.replaceChildren(...(units === null ? [] : [comma, units.toLocaleString(document.documentElement.lang)]));
  }
}

// What the basket makes this product cost is worked out where the page is made.
async function showHeld() {
  const place = document.querySelector("[data-held]");
  if (!place) return;
  try {
    const page = await ask(location.href, { accept: "text/html" });
    const fresh = new DOMParser().parseFromString(page.data, "text/html").querySelector("[data-held]");
    if (fresh) place.replaceChildren(...fresh.childNodes);
  } catch {
    place.replaceChildren(); // what stood there is no longer true
  }
}

// For each press one: a repeat of the same press adds nothing more.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

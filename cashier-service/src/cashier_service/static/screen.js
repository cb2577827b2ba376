// Draws the screen: sends the sale and what the cashier does, puts the answer in place.
//
// Acts are sent one after the other, each with the lines that the one before it left, so a fast scanner
// loses nothing. What is only being typed is drawn after them, and the newest wins. While nobody
// answers, acts wait here and are sent when the connection is back; when the page is left, for the
// sign-in or by a reload, they wait in this tab.

import { ask } from "../fetching.js";
import { showConnection } from "../live.js";
import { morph } from "../morph.js";
import { isLocked } from "./store.js";

const PATIENCE = 5000;
const AGAIN = 1500;
const NOT_SIGNED_IN = 401;
const MARGIN = 8; // of the next line, as a sign that there is one

const NO_OUTCOME = { sale: "", notices: [] };

export class Screen {
  #till;
  #store;
  #typed;
  #onDrawn;
  #onRefused;
  #acts = [];
  #wanted = false;
  #working = false;
  #sending = false;
  #looking = null;
  #leaving = false;
  #outcome = NO_OUTCOME;
  department = new URLSearchParams(location.search).get("department") ?? "";

  /**
   * `typed` tells what stands in the entry. `onDrawn(act, before)` is called after each drawing, with the sale as it
   * was before; `onRefused(problem)` when the server would not do an act.
   */
  constructor(till, store, { typed, onDrawn, onRefused }) {
    this.#till = till;
    this.#store = store;
    this.#typed = typed;
    this.#onDrawn = onDrawn;
    this.#onRefused = onRefused;
    const waiting = `mercato.acts.${till}`;
    this.#acts = JSON.parse(sessionStorage.getItem(waiting) ?? "[]");
    sessionStorage.removeItem(waiting);
    addEventListener("pagehide", () => {
      if (this.#acts.length) sessionStorage.setItem(waiting, JSON.stringify(this.#acts.splice(0)));
    });
  }

  /** Do something to the basket. */
  act(act) {
    this.#acts.push(act);
    this.#looking?.abort();
    this.#work();
  }

  /** Draw what is kept and typed now. */
  look() {
    this.#wanted = true;
    this.#looking?.abort();
    this.#work();
  }

  /** While a sale is being sent nothing is drawn: nobody knows yet what to say of it. What was wanted comes after. */
  set sending(yes) {
    this.#sending = yes;
    this.#work();
  }

  /** Resolves when every act is done: to false when some still wait for the connection. */
  async idle() {
    for (let waited = 0; this.#acts.length && waited < PATIENCE; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return !this.#acts.length;
  }

  /** What every request about a sale begins with. */
  request({ sale_id, lines, current, coupons, customer, state }, more = {}) {
    return {
      till_id: this.#till,
      sale: { sale_id, lines, current, coupons, customer, state },
      held: this.#store.read().held.length,
      typed: this.#typed(),
      department: this.department,
      ...more,
    };
  }

  /**
   * Put the parts of an answer in place. With `outcome` they say what became of a payment: that stays until the cashier
   * does something, or what is only asked in between would wipe it off before anybody has read it.
   */
  draw(parts, { act = null, outcome = false } = {}) {
    if (outcome) this.#outcome = { sale: this.#store.sale.sale_id, notices: outcomesIn(parts) };
    else if (act || this.#outcome.sale !== this.#store.sale.sale_id) this.#outcome = NO_OUTCOME;
    else parts.querySelector("#say")?.prepend(...this.#outcome.notices.map((notice) => notice.cloneNode(true)));
    for (const part of [...parts.children]) morph(document.getElementById(part.id), part);
    showQuantity(act);
    showCurrentLine();
    this.showLink({ away: document.getElementById("sale").dataset.books !== "online" });
  }

  /** Show whether the books answer, or that not even this till's own service does. */
  showLink({ away, alone = false }) {
    showConnection(away, alone ? "No connection" : away ? "Books away" : "Online");
    const unsure = alone && isLocked(this.#store.sale);
    for (const [name, shown] of [["alone", alone && !unsure], ["unsure", unsure]]) {
      document.querySelector(`[data-when="${name}"]`).hidden = !shown;
    }
  }

  async #work() {
    if (this.#working) return;
    this.#working = true;
    while (!this.#leaving && (this.#acts.length || (this.#wanted && !this.#sending))) {
      const act = this.#acts[0] ?? null;
      if (!act) this.#wanted = false;
      await this.#turn(act);
    }
    this.#working = false;
  }

  async #turn(act) {
    const asked = this.#store.read();
    if (act && isLocked(asked.sale)) {
      this.#acts.shift();
      this.#wanted = true;
      return this.#onRefused({ title: "Not entered", detail: "This sale is being checked and cannot change." });
    }
    const looking = act ? null : new AbortController();
    this.#looking = looking;
    try {
      const answer = await ask("/till/screen", {
        method: "POST",
        accept: "text/html",
        timeout: PATIENCE,
        signal: looking?.signal,
        body: this.request(asked.sale, { act }),
      });
      const parts = partsOf(answer.data);
      if (!this.#store.take(asked, keptIn(parts))) {
        this.#wanted = true; // another tab was faster: once more, with its lines
        return;
      }
      if (act) this.#acts.shift();
      this.draw(parts, { act });
      this.#onDrawn(act, asked.sale);
    } catch (problem) {
      if (looking?.signal.aborted) return;
      if (problem.status === NOT_SIGNED_IN) this.#leaving = true; // for the sign-in (fetching.js)
      if (this.#leaving) return;
      if (problem.status >= 400 && problem.status < 500) {
        if (act) this.#acts.shift();
        this.#onRefused(problem);
        return;
      }
      this.showLink({ away: true, alone: true });
      await new Promise((resolve) => setTimeout(resolve, AGAIN));
      this.#wanted = true;
    }
  }
}

// A field that somebody has typed in does not follow its attribute any more.
function showQuantity(act) {
  const field = document.querySelector("[data-quantity]");
  if (field && (act || field !== document.activeElement)) field.value = field.defaultValue;
}

/** Scroll the list to the line touched last; the page itself never moves under a finger. */
export function showCurrentLine() {
  const line = document.querySelector(".line--new");
  const list = line?.closest(".receipt__lines");
  if (!list) return;
  const [seen, wanted] = [list.getBoundingClientRect(), line.getBoundingClientRect()];
  if (wanted.top < seen.top) list.scrollTop -= seen.top - wanted.top + MARGIN;
  else if (wanted.bottom > seen.bottom) list.scrollTop += wanted.bottom - seen.bottom + MARGIN;
}

/** The parts of the screen in an answer, none of them in the page yet. */
export const partsOf = (html) => new DOMParser().parseFromString(html, "text/html").body;

/** What an answer says of a payment, to be said again. */
const outcomesIn = (parts) => [...parts.querySelectorAll("#say [data-outcome]")].map((notice) => notice.cloneNode(true));

/** What an answer says that the browser should keep of the sale. */
export const keptIn = (parts) => JSON.parse(parts.querySelector("#sale").dataset.kept);

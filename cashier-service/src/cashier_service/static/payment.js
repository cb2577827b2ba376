// Takes payment: asks what was given, sends the sale, and stays with it until its outcome is known.
//
// A sale is locked before it is sent and keeps its id, so that pressing twice, a reload, the way back or
// a second tab can only send the same sale again, which the books answer with the same receipt.

import { openDialog } from "../dialog.js";
import { ask } from "../fetching.js";
import { morph } from "../morph.js";
import { keptIn, partsOf } from "./screen.js";
import { isLocked } from "./store.js";
import { tell } from "./tell.js";

const TYPING = 60;
const PATIENCE = 15_000; // the service itself gives the books up sooner
const CHECKS = [1000, 2000, 4000, 8000];
const CHANGED = "The total has just changed. Look at it, then press again.";

export class Payment {
  #store;
  #screen;
  #dialog = document.getElementById("pay");
  #given = document.getElementById("given");
  #shown = null; // the total that the cashier sees in the dialog
  #tried = { saleId: "", given: "" };
  #sending = false;
  #watching = false;
  #timer = 0;

  constructor(store, screen) {
    this.#store = store;
    this.#screen = screen;
    this.#given.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#sums(), TYPING);
    });
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target.matches("button")) return;
      event.preventDefault();
      this.#take("cash");
    });
    this.#dialog.addEventListener("click", ({ target }) => {
      const take = target.closest("[data-takes]");
      if (take) this.#take(take.dataset.takes);
      const gives = target.closest("[data-gives]");
      if (gives) this.#give(gives.dataset.gives);
    });
  }

  /** Ask what the customer gives; what was typed for this sale before stands there again. */
  async open() {
    const { sale } = this.#store.read();
    if (!this.#mayPay(sale)) return;
    this.#given.value = this.#tried.saleId === sale.sale_id ? this.#tried.given : "";
    this.#shown = sale.total;
    document.getElementById("payment").replaceChildren(); // an earlier sale's sums
    openDialog(this.#dialog);
    this.#given.select();
    await this.#screen.idle();
    this.#sums();
  }

  /** Pay at once: everything by card, or with the cash given. */
  async pay(method, given = "", total = this.#store.sale.total) {
    const { sale } = this.#store.read();
    if (!this.#mayPay(sale) || !(await this.#isSettled(total))) return;
    if (this.#store.lock(sale.sale_id, { method, given, total })) await this.#send("open");
  }

  /** Send a sale again whose outcome is not known. */
  async again() {
    if (!this.#sending && isLocked(this.#store.sale)) await this.#send("checking");
  }

  /** Look sales up whose outcome is not known, until it is; safe to call at any time. */
  async watch() {
    if (this.#watching) return;
    this.#watching = true;
    for (let round = 0; this.#store.unsure().length; round += 1) {
      if (round) await new Promise((resolve) => setTimeout(resolve, CHECKS[Math.min(round, CHECKS.length) - 1]));
      for (const { sale_id } of this.#store.unsure()) await this.#lookUp(sale_id);
    }
    this.#watching = false;
  }

  async #lookUp(saleId) {
    try {
      const { data } = await ask(`/till/sales/${saleId}`, { timeout: 5000 });
      if (data.booked) this.#booked(saleId, data.href);
    } catch {
      // asked again in a moment
    }
  }

  #mayPay(sale) {
    if (isLocked(sale)) {
      if (!this.#sending) tell("This sale is being checked. It cannot be paid twice.");
    } else if (this.#sending) {
      tell("The sale before this one is still on its way. Press again in a moment.");
    } else {
      return true;
    }
    return false;
  }

  // Nobody pays for less than was scanned, or another total than was on the screen.
  async #isSettled(total) {
    if (!(await this.#screen.idle())) {
      tell("Not everything that was scanned is entered yet. Wait for the connection, then pay.");
    } else if (this.#store.sale.total !== total) {
      tell(CHANGED);
    } else {
      return true;
    }
    return false;
  }

  async #give(amount) {
    this.#given.value = amount;
    await this.#sums();
    this.#given.focus();
  }

  async #take(method) {
    clearTimeout(this.#timer);
    const total = this.#shown;
    const sums = await this.#sums();
    if (!sums) return;
    if (this.#shown !== total) return tell(CHANGED);
    const may = method === "cash" ? sums.cash : sums.card;
    if (may !== "yes") return this.#given.select();
    this.#tried = { saleId: this.#store.sale.sale_id, given: this.#given.value };
    this.#dialog.close();
    await this.pay(method, this.#given.value, total);
  }

  // What the amount typed comes to; the newest answer stays.
  async #sums() {
    const { sale } = this.#store.read();
    const given = this.#given.value;
    try {
      const body = this.#screen.request(sale, { total: sale.total, given });
      const { data } = await ask("/till/payment", { method: "POST", accept: "text/html", body });
      if (given !== this.#given.value) return null;
      this.#shown = sale.total;
      for (const part of [...partsOf(data).children]) morph(document.getElementById(part.id), part);
      return document.getElementById("payment").dataset;
    } catch (problem) {
      tell(`${problem.title}. The basket is kept; try again in a moment.`);
      return null;
    }
  }

  async #send(state) {
    const { sale } = this.#store.read();
    this.#show(true);
    try {
      const { data } = await ask("/till/sales", {
        method: "POST",
        accept: "text/html",
        timeout: PATIENCE,
        body: this.#screen.request({ ...sale, state }, sale.payment),
      });
      this.#settle(sale.sale_id, partsOf(data));
    } catch (problem) {
      this.#failed(sale.sale_id, state, problem);
    }
    this.#show(false);
    this.watch();
  }

  #settle(saleId, parts) {
    const { result, href } = parts.querySelector("#sale").dataset;
    const onScreen = this.#store.sale.sale_id === saleId;
    if (result === "booked") return this.#booked(saleId, href);
    if (result === "not_booked") this.#store.unlock(saleId, keptIn(parts));
    if (onScreen) this.#screen.draw(parts, { outcome: true });
  }

  // Refused before it could reach the books: it may be changed. Anything else: nobody knows yet.
  #failed(saleId, state, problem) {
    if (state === "open" && problem.status >= 400 && problem.status < 500) {
      this.#store.unlock(saleId);
      tell(`Not booked: ${problem.message}`);
    } else if (problem.status >= 400 && problem.status < 500) {
      tell(`Still being checked: ${problem.message}`);
    } else {
      this.#screen.showLink({ away: true, alone: true });
    }
    this.#screen.look();
  }

  #booked(saleId, href) {
    const onScreen = this.#store.sale.sale_id === saleId;
    if (!this.#store.finish(saleId)) return;
    if (onScreen) return location.assign(href);
    tell("The sale put aside is booked.", { text: "Receipt", run: () => location.assign(href) });
    this.#screen.look();
  }

  #show(sending) {
    this.#sending = sending;
    this.#screen.sending = sending;
    const sale = document.getElementById("sale");
    sale.toggleAttribute("data-sending", sending);
    for (const button of sale.querySelectorAll("[data-asks=pay], [data-again]")) {
      button.toggleAttribute("aria-busy", sending);
      if (sending) button.setAttribute("aria-busy", "true");
    }
  }
}

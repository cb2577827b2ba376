// Who buys: found by name, entered as new, or nobody, which is a guest.

import { openDialog } from "../dialog.js";
import { ask } from "../fetching.js";
import { morph } from "../morph.js";
import { partsOf } from "./screen.js";
import { isLocked, uuid } from "./store.js";
import { tell } from "./tell.js";

const TYPING = 120;

export class Customers {
  #store;
  #onChosen;
  #dialog = document.getElementById("customers");
  #field = document.getElementById("customer");
  #timer = 0;
  #searching = null;
  #newcomer = { name: "", id: "" }; // one id for one name, so that pressing again enters nobody twice

  constructor(store, onChosen) {
    this.#store = store;
    this.#onChosen = onChosen;
    this.#field.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#search(), TYPING);
    });
    this.#dialog.addEventListener("keydown", (event) => this.#onKey(event));
    this.#dialog.addEventListener("click", ({ target }) => {
      const known = target.closest("[data-customer]");
      if (known) this.#choose({ id: known.dataset.customer, name: known.dataset.name });
      const newcomer = target.closest("[data-newcomer]");
      if (newcomer) this.#enter(newcomer.dataset.newcomer);
    });
  }

  /** Ask who it is. */
  open() {
    if (isLocked(this.#store.sale)) return;
    this.#field.value = "";
    this.#newcomer = { name: "", id: "" };
    this.#search();
    openDialog(this.#dialog);
    this.#field.focus();
  }

  /** Nobody any more. */
  forget() {
    this.#choose(null);
  }

  #onKey(event) {
    if (event.key === "Escape") {
      event.preventDefault(); // a search field would only empty itself
      return this.#dialog.close();
    }
    const slips = [...this.#dialog.querySelectorAll(".slip")];
    const at = slips.indexOf(document.activeElement);
    if (event.key === "Enter" && event.target === this.#field) {
      event.preventDefault();
      this.#takeFirst();
    } else if (event.key === "ArrowDown" && at + 1 < slips.length) {
      event.preventDefault();
      slips[at + 1].focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      event.preventDefault();
      (slips[at - 1] ?? this.#field).focus();
    }
  }

  // Enter takes the best match, never a newcomer: nobody is entered by a slip of the finger.
  async #takeFirst() {
    clearTimeout(this.#timer);
    await this.#search();
    this.#dialog.querySelector("[data-customer]")?.click();
  }

  async #search() {
    this.#searching?.abort();
    this.#searching = new AbortController();
    const { signal } = this.#searching;
    try {
      const words = encodeURIComponent(this.#field.value.trim());
      const { data } = await ask(`/till/customers?search=${words}`, { accept: "text/html", signal });
      this.#show(data);
    } catch (problem) {
      if (!signal.aborted) tell(`${problem.title}. Customers cannot be searched now; a guest can be served.`);
    }
  }

  async #enter(name) {
    if (this.#newcomer.name !== name) this.#newcomer = { name, id: uuid() };
    const { id } = this.#newcomer;
    try {
      const { data } = await ask("/till/customers", {
        method: "POST",
        accept: "text/html",
        body: { customer_id: id, name },
      });
      this.#show(data);
      this.#dialog.querySelector("[data-customer]")?.click();
    } catch (problem) {
      tell(`${problem.title}. ${name} was not entered; a guest can be served.`);
    }
  }

  #show(html) {
    for (const part of [...partsOf(html).children]) morph(document.getElementById(part.id), part);
  }

  #choose(customer) {
    this.#store.setCustomer(customer);
    this.#dialog.close();
    this.#onChosen();
  }
}

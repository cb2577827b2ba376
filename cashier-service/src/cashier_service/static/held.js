// Sales put aside, so that the next customer can be served.

import { openDialog } from "../dialog.js";
import { ask } from "../fetching.js";
import { morph } from "../morph.js";
import { partsOf } from "./screen.js";
import { isEmpty } from "./store.js";
import { tell } from "./tell.js";

export class Held {
  #till;
  #store;
  #onChange;
  #dialog = document.getElementById("held");

  constructor(till, store, onChange) {
    this.#till = till;
    this.#store = store;
    this.#onChange = onChange;
    this.#dialog.addEventListener("click", ({ target }) => {
      const slip = target.closest("[data-recalls]");
      if (slip) this.#recall(slip.dataset.recalls);
    });
  }

  /** Put the sale on the screen aside. */
  hold() {
    if (!this.#store.hold()) return;
    tell("Put aside. Recall takes it up again.");
    this.#onChange();
  }

  /** Take one up again: the only one at once, else the one that is chosen. */
  async open() {
    const { sale, held } = this.#store.read();
    if (!held.length) return;
    if (held.length === 1 && isEmpty(sale)) return this.#recall(held[0].sale_id);
    const body = {
      till_id: this.#till,
      held: held.map(({ sale_id, lines, current, coupons, customer, state, held_at }) => ({
        sale_id,
        lines,
        current,
        coupons,
        customer,
        state,
        held_at,
      })),
    };
    try {
      const { data } = await ask("/till/held", { method: "POST", accept: "text/html", body });
      for (const part of [...partsOf(data).children]) morph(document.getElementById(part.id), part);
      openDialog(this.#dialog).querySelector(".slip")?.focus();
    } catch (problem) {
      tell(`${problem.title}. What is put aside is kept; try again in a moment.`);
    }
  }

  #recall(saleId) {
    this.#store.recall(saleId);
    this.#dialog.close();
    this.#onChange();
  }
}

// Coupons: typed into a dialog, sent like any other act, so that one that meets no connection is entered when it is back.

import { openDialog } from "../dialog.js";
import { isLocked } from "./store.js";

const PATIENCE = 2000;

export class Coupons {
  #store;
  #act;
  #dialog = document.getElementById("coupon");
  #field = document.getElementById("coupon-code");
  #told = document.getElementById("coupon-told");
  #timer = 0;

  /** `act` does something to the sale. */
  constructor(store, act) {
    this.#store = store;
    this.#act = act;
    this.#dialog.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#enter(this.#field.value.trim());
    });
    this.#dialog.addEventListener("close", () => clearTimeout(this.#timer));
  }

  /** Ask for the code. */
  open() {
    if (isLocked(this.#store.sale)) return;
    this.#field.value = "";
    this.#say();
    openDialog(this.#dialog);
    this.#field.focus();
  }

  /** Take one out of the sale. */
  takeOut(code) {
    this.#act({ kind: "no_coupon", text: code });
  }

  /** A code was answered: it is in the sale, or `refusal` says why not. True where the open dialog says it. */
  answered(refusal) {
    clearTimeout(this.#timer);
    if (!this.#dialog.open) return false;
    if (!refusal.length) this.#dialog.close();
    this.#say(...refusal);
    this.#field.select();
    return true;
  }

  #enter(code) {
    this.#say();
    if (!code) return this.#field.focus();
    this.#act({ kind: "coupon", text: code });
    clearTimeout(this.#timer);
    const late = this.#dialog.querySelector("template").content;
    this.#timer = setTimeout(() => this.#say(late.cloneNode(true)), PATIENCE);
  }

  #say(...parts) {
    this.#told.replaceChildren(...parts);
  }
}

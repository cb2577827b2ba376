// The sale, kept in this browser per till, so that a reload, a crash or a second tab loses nothing.
//
// Every tab reads before it writes and counts a revision up; the others hear of it and draw again.
// A sale has one id from its first scan to its receipt. Once it was sent it is "checking" until its
// outcome is known, and its lines do not change any more.

const VERSION = 1;

/** A UUID; crypto.randomUUID exists only on https and localhost, and a till may stand in a plain network. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const newSale = () => ({ sale_id: uuid(), lines: [], current: null, coupons: [], customer: null, state: "open", total: 0, payment: null });

export const isEmpty = (sale) => sale.lines.length === 0;
export const isLocked = (sale) => sale.state === "checking";

export class Store {
  #key;
  #listeners = new Set();

  constructor(till) {
    this.#key = `mercato.till.${till}`;
    addEventListener("storage", (event) => {
      if (event.key === this.#key) this.#tell();
    });
  }

  /** { revision, sale, held }: what is kept at this moment, in whatever tab it was changed last. */
  read() {
    const kept = parsed(localStorage.getItem(this.#key));
    if (kept?.version === VERSION) return kept;
    const fresh = { version: VERSION, revision: 0, sale: newSale(), held: [] };
    localStorage.setItem(this.#key, JSON.stringify(fresh));
    return fresh;
  }

  get sale() {
    return this.read().sale;
  }

  /** Change what is kept: `change` gets the state and alters it; when it returns false all stays as it was. */
  write(change) {
    const state = this.read();
    const before = JSON.stringify(state);
    if (change(state) === false) return false;
    if (JSON.stringify(state) !== before) {
      state.revision += 1;
      localStorage.setItem(this.#key, JSON.stringify(state));
    }
    return true;
  }

  /** Take over the lines that an answer brought; false when the sale has changed since it was asked for. */
  take(asked, kept) {
    return this.write((state) => {
      if (state.revision !== asked.revision) return false;
      if (!isLocked(state.sale)) Object.assign(state.sale, kept);
    });
  }

  /** Lock the sale because it is being sent; false when it is locked or gone already. */
  lock(saleId, payment) {
    return this.write(({ sale }) => {
      if (sale.sale_id !== saleId || isLocked(sale) || isEmpty(sale)) return false;
      sale.state = "checking";
      sale.payment = payment;
    });
  }

  /** The books said no: the same sale, with the lines that they would take, may be changed and sent again. */
  unlock(saleId, kept = {}) {
    return this.write((state) => {
      const sale = find(state, saleId);
      if (!sale) return false;
      Object.assign(sale, kept, { state: "open", payment: null });
    });
  }

  /** The sale is in the books: forget it here, whether it was open or on hold; false when it was forgotten before. */
  finish(saleId) {
    return this.write((state) => {
      if (!find(state, saleId)) return false;
      if (state.sale.sale_id === saleId) state.sale = newSale();
      else state.held = state.held.filter((sale) => sale.sale_id !== saleId);
    });
  }

  /** Sales that were sent and whose outcome is not known, on the screen or on hold. */
  unsure() {
    const state = this.read();
    return [state.sale, ...state.held].filter(isLocked);
  }

  /** Who buys; null is a guest. */
  setCustomer(customer) {
    return this.write(({ sale }) => {
      if (isLocked(sale)) return false;
      sale.customer = customer;
    });
  }

  /** Throw the open sale away. */
  clear() {
    return this.write((state) => {
      if (isLocked(state.sale)) return false;
      state.sale = newSale();
    });
  }

  /** Put the sale aside and begin another. */
  hold() {
    return this.write((state) => {
      if (isEmpty(state.sale)) return false;
      state.held.push(aside(state.sale));
      state.sale = newSale();
    });
  }

  /** Take a sale up again; the one on the screen, if it holds anything, is put aside for it. */
  recall(saleId) {
    return this.write((state) => {
      const wanted = state.held.find((sale) => sale.sale_id === saleId);
      if (!wanted) return false;
      state.held = state.held.filter((sale) => sale !== wanted);
      if (!isEmpty(state.sale)) state.held.push(aside(state.sale));
      delete wanted.held_at;
      state.sale = wanted;
    });
  }

  /** Run something when another tab changed what is kept. */
  onChange(listener) {
    this.#listeners.add(listener);
  }

  #tell() {
    for (const listener of this.#listeners) listener();
  }
}

const aside = (sale) => ({ ...sale, held_at: new Date().toISOString() });

const find = (state, saleId) => [state.sale, ...state.held].find((sale) => sale.sale_id === saleId);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

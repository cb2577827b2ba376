// The lock of a team's till: a digit picks a name, the next digits are the PIN, Enter takes over.

import { startClock } from "./link.js";
import { Store } from "./store.js";

const form = document.getElementById("lock");
const DIGIT = /^[0-9]$/;

function showBasket() {
  const words = document.querySelector("[data-basket]");
  const units = new Store(words.dataset.basket).sale.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  words.querySelector("[data-items]").textContent = units === 1 ? "1 item" : `${units} items`;
  words.hidden = !units;
}

function listen() {
  const pin = document.getElementById("pin");
  const names = [...form.querySelectorAll("[name=account_id]")];
  const chosen = () => form.querySelector("[name=account_id]:checked");

  const choose = (name) => {
    if (!name || name.disabled) return;
    name.checked = true;
    pin.value = "";
    pin.focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      pin.value = "";
      if (chosen()) chosen().checked = false;
      names.find((name) => !name.disabled)?.focus();
    } else if (DIGIT.test(event.key) && event.target !== pin) {
      if (chosen()) return pin.focus(); // and so it is typed there
      event.preventDefault();
      choose(names[Number(event.key) - 1]);
    }
  });

  form.addEventListener("click", ({ target, detail }) => {
    // arrow keys press a radio too, with no detail: they go on from name to name
    if (target.matches("[name=account_id]") && detail) choose(target);
    const key = target.closest("[data-digit]");
    if (!key) return;
    pin.value = key.dataset.digit ? (pin.value + key.dataset.digit).slice(0, pin.maxLength) : pin.value.slice(0, -1);
  });

  form.addEventListener("submit", (event) => {
    if (chosen() && pin.value) return;
    event.preventDefault();
    (chosen() ? pin : names.find((name) => !name.disabled))?.focus();
  });

  form.querySelector("[data-pad]").hidden = false;
  pin.inputMode = "none"; // the pad is there: no second keyboard covers it
}

showBasket();
startClock();
if (form) listen();

// A short word about what just happened, at the foot of the page, gone by itself.

import { element } from "./element.js";

/**
 * Show a toast; `action` is { text, run } for the way back. It waits while it is pointed at or focused.
 * Returns a function that takes it away.
 */
export function toast(words, { action, seconds = action ? 8 : 5 } = {}) {
  const place = placeOf(document.querySelectorAll("dialog:modal"));
  const slip = element("div", { class: "toast" }, words, " ");
  if (action) slip.append(button(action, remove));
  place.append(slip);
  let timer = setTimeout(remove, seconds * 1000);
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = setTimeout(remove, seconds * 1000);
  };
  for (const name of ["pointerenter", "focusin"]) slip.addEventListener(name, hold);
  for (const name of ["pointerleave", "focusout"]) slip.addEventListener(name, release);

  function remove() {
    clearTimeout(timer);
    slip.remove();
  }
  return remove;
}

// An open dialog covers the page and makes the rest of it inert: what is said meanwhile is said in it.
function placeOf(dialogs) {
  const dialog = [...dialogs].at(-1);
  if (!dialog) return document.querySelector("body > [data-toasts]");
  const found = dialog.querySelector("[data-toasts]");
  if (found) return found;
  const made = element("div", { class: "toasts", role: "status", "data-toasts": "" });
  dialog.append(made);
  return made;
}

function button({ text, run }, done) {
  const made = element("button", { type: "button", class: "button button--bare" }, text);
  made.addEventListener("click", () => {
    done();
    run();
  });
  return made;
}

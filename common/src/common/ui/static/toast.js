// A short word about what just happened, at the foot of the page, gone by itself.

import { element } from "./element.js";

/**
 * Show a toast; `action` is { text, run } for the way back. It waits while it is pointed at or focused.
 * Returns a function that takes it away.
 */
export function toast(words, { action, seconds = action ? 8 : 5 } = {}) {
  const place = document.querySelector("[data-toasts]");
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

function button({ text, run }, done) {
  const made = element("button", { type: "button", class: "button button--bare" }, text);
  made.addEventListener("click", () => {
    done();
    run();
  });
  return made;
}

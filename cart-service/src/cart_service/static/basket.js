// Sends the basket's forms without leaving the page. They work without this too; here the page stays where it is.

import { ask } from "../fetching.js";
import { morph } from "../morph.js";
import { toast } from "../toast.js";

const region = document.querySelector("[data-basket]");
const strip = document.getElementById("strip-basket");

let last = Promise.resolve();
let waiting = 0;

region.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const fields = new FormData(form, event.submitter);
  if (fields.has("step")) count(form, fields);
  send(form, fields);
});

// a number that was typed counts when its field is left
region.addEventListener("change", (event) => {
  if (event.target.name === "quantity") event.target.form.requestSubmit();
});

// Presses that come faster than answers add up in the field, and the last one sent says how many.
function count(form, fields) {
  const field = form.elements.quantity;
  const wanted = Math.max(0, Number(fields.get("quantity")) + Number(fields.get("step")));
  if (Number.isInteger(wanted) && wanted <= Number(field.dataset.most)) {
    field.value = wanted;
    fields.set("quantity", wanted);
  }
  fields.delete("step");
}

// One after the other: the page shows the answer to the last.
function send(form, fields) {
  const set = form.elements.quantity?.type === "text" ? form : null;
  const turn = Symbol(form.action);
  if (set) set.turn = turn;
  waiting += 1;
  last = last.then(async () => {
    try {
      if (set && set.turn !== turn) return; // a newer number for the same line waits behind
      const answer = await ask(form.action, { method: "POST", body: new URLSearchParams(fields), accept: "text/html" });
      if (waiting === 1) show(answer.data, form.matches(".basket__remove"));
      if (form.matches("[data-coupon]")) clear(form);
    } catch (problem) {
      toast(problem.detail || problem.title);
      if (waiting === 1) await refresh();
    } finally {
      waiting -= 1;
    }
  });
}

// A code that was taken stands above now, and the field is free for another.
function clear(form) {
  if (form.querySelector("[aria-invalid]")) return;
  form.reset();
  form.elements.code.value = "";
  form.closest("details").open = false;
}

function show(html, removed = false) {
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const wanted = fresh.getElementById("basket");
  if (!wanted) return;
  morph(region, wanted);
  morph(strip, fresh.getElementById("strip-basket"));
  const undo = region.querySelector("[data-undo]");
  if (undo && (removed || !document.activeElement || document.activeElement === document.body)) undo.focus({ preventScroll: true });
}

async function refresh() {
  try {
    show((await ask(location.pathname, { accept: "text/html" })).data);
  } catch {
    // the page stays as it is, and the next act says what is wrong
  }
}

// prices and offers may have changed while the page was out of sight, and another tab may have added something
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !waiting) refresh();
});

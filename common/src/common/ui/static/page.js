// What every page does with its marked parts. A page's own module adds to it and never repeats it.

import { wireDialogs } from "./dialog.js";
import { wireKeys } from "./keys.js";
import { startLive } from "./live.js";
import { toast } from "./toast.js";

wireDialogs();
wireKeys();
startLive();

document.addEventListener("click", (event) => {
  const part = (name) => event.target.closest(`[${name}]`);
  step(part("data-step"));
  reveal(part("data-reveals"));
  copy(part("data-copies"));
  if (part("data-goes-back")) history.back();
  if (part("data-prints")) print();
});

// One more or one less, within the field's own bounds; the page's module hears "change".
function step(button) {
  const field = button?.closest("[data-stepper]")?.querySelector("input");
  if (!field) return;
  const before = field.value;
  if (button.dataset.step > 0) field.stepUp();
  else field.stepDown();
  if (field.value !== before) field.dispatchEvent(new Event("change", { bubbles: true }));
}

function reveal(button) {
  if (!button) return;
  const field = document.getElementById(button.dataset.reveals);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  button.textContent = shown ? "Hide" : "Show";
}

async function copy(button) {
  if (!button) return;
  try {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
    toast("Copied.");
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copies));
    toast("Selected. Copy it with Ctrl+C.");
  }
}

// A form that came back wrong starts at its list of errors.
document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-goes-back]")) button.hidden = history.length < 2;

// A page that the way back brings as it was may be of somebody who has left meanwhile.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted && document.querySelector(".strip__who")) location.reload();
});

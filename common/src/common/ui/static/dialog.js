// Native dialogs: opened and closed by attributes, or asked as a question.

import { element } from "./element.js";

let made = 0;

/** Open a dialog by element or id; a dialog that is open already stays as it is. */
export function openDialog(which) {
  const dialog = typeof which === "string" ? document.getElementById(which) : which;
  if (dialog && !dialog.matches(":modal")) {
    dialog.removeAttribute("open");
    dialog.showModal();
  }
  return dialog;
}

/** Show a dialog made for once; resolves to its return value ("" after Esc) and takes it away. */
export function showOnce(title, ...content) {
  const id = `dialog-${(made += 1)}`;
  const form = element("form", { method: "dialog", class: "stack" }, element("h2", { id }, title), ...content);
  const dialog = element("dialog", { "aria-labelledby": id }, form);
  document.body.append(dialog);
  openDialog(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

/** Ask first; resolves to true for `yes`. Esc means no, and so does Enter where `yes` cannot be undone (`stop`). */
export async function confirmed({ title, text = "", yes, no = "Go back", stop = true }) {
  const answers = element(
    "div",
    { class: "row" },
    element("button", { class: `button ${stop ? "button--stop" : "button--go"}`, value: "yes" }, yes),
    element("button", { class: "button", value: "no", ...(stop && { autofocus: "" }) }, no),
  );
  const words = text ? [element("p", { class: "quiet" }, text)] : [];
  return (await showOnce(title, ...words, answers)) === "yes";
}

/** Make data-opens="id" and data-closes work in the whole page. */
export function wireDialogs() {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) openDialog(opener.dataset.opens);
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog")?.close(closer.value || "");
  });
}

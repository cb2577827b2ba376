// Keys that press things. A control says its key itself, <button data-key="F9">; a module may add
// others with onKey(). "?" lists the ones that work now.
//
// While somebody types in a field, only keys that write nothing act there (F keys, Esc, combinations
// with Ctrl or Alt). data-key-fields="empty" lets a key act in a field that is still empty, for the
// till's search that always listens.

import { showOnce } from "./dialog.js";
import { element } from "./element.js";

const NAMES = { Delete: "Del", Escape: "Esc", " ": "Space", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };
const WRITES_NOTHING = /^(F\d+|Esc|(Ctrl|Alt)\+.+)$/;
const added = new Set();

/** Run something when a key is pressed. `fields` is "never", "empty" or "always"; returns a function that ends it. */
export function onKey(key, says, run, { fields = defaultFields(key), when = () => true } = {}) {
  const entry = { key, says, run, fields, when };
  added.add(entry);
  return () => added.delete(entry);
}

const defaultFields = (key) => (WRITES_NOTHING.test(key) ? "always" : "never");

/** The name that data-key uses for what was pressed: "F9", "Del", "Ctrl+P", "+". */
export function nameOf(event) {
  const name = NAMES[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  return `${event.ctrlKey || event.metaKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${name}`;
}

function mayAct(key, fields, target) {
  if ((key === "Enter" || key === "Space") && target.closest?.("a, button, summary")) return false; // presses what has the focus
  if (!isField(target)) return true;
  return fields === "always" || (fields === "empty" && !target.value);
}

function isField(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches("textarea, select")) return true;
  return target.matches("input") && !target.matches("[type=checkbox], [type=radio], [type=button], [type=submit]");
}

const isReady = (control) =>
  !control.disabled && control.getAttribute("aria-disabled") !== "true" && control.checkVisibility();

/** What works now: in an open dialog only its own keys. */
function current() {
  const dialog = [...document.querySelectorAll("dialog:modal")].at(-1);
  const marked = [...(dialog ?? document).querySelectorAll("[data-key]")].filter(isReady).map((control) => ({
    key: control.dataset.key,
    says: control.dataset.keySays || wordsOf(control),
    fields: control.dataset.keyFields ?? defaultFields(control.dataset.key),
    run: () => press(control),
    when: () => true,
  }));
  return [...marked, ...(dialog ? [] : added)].filter((entry) => entry.when());
}

function wordsOf(control) {
  const copy = control.cloneNode(true);
  for (const part of copy.querySelectorAll("kbd, .icon")) part.remove();
  return control.getAttribute("aria-label") ?? copy.textContent.trim().replace(/\s+/g, " ");
}

function press(control) {
  if (!control.matches("input, select, textarea")) return control.click();
  control.focus();
  control.select?.();
}

function onPress(event) {
  if (event.defaultPrevented || event.repeat || event.isComposing) return;
  const name = nameOf(event);
  const found = current().find(
    ({ key, fields }) => key.toUpperCase() === name.toUpperCase() && mayAct(name, fields, event.target),
  );
  if (!found && !isResting(name, event.target)) return;
  event.preventDefault();
  found?.run(event);
}

/** Whether a control would take the key from this empty field if it could be pressed now: the key writes nothing either way. */
function isResting(name, target) {
  const shown = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document;
  const taken = [...shown.querySelectorAll("[data-key-fields=empty]:disabled")].some(
    (control) => control.checkVisibility() && control.dataset.key.toUpperCase() === name.toUpperCase(),
  );
  return taken && isField(target) && !target.value;
}

// F keys by their number, the others after them as they come.
const place = (key) => Number(/^F(\d+)$/.exec(key)?.[1] ?? 99);

/** Show every key that works now. */
export function showKeys() {
  const listed = new Map(current().map(({ key, says }) => [key, says]).sort(([a], [b]) => place(a) - place(b)));
  const rows = [...listed].flatMap(([key, says]) => [
    element("dt", {}, element("kbd", {}, key)),
    element("dd", {}, says),
  ]);
  const close = element("div", { class: "row" }, element("button", { class: "button" }, "Close"));
  showOnce("Keys", element("dl", { class: "keylist" }, ...rows), close);
}

/** Listen in the whole page. */
export function wireKeys() {
  document.addEventListener("keydown", onPress);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-all-keys]")) showKeys();
  });
  onKey("?", "This list", showKeys, { fields: "empty" });
}

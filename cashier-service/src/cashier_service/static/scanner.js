// Tells a scanner from a person. A scanner is a keyboard that types a code faster than anybody can,
// mostly ending with Enter, sometimes not; it types wherever the focus happens to be.

const GAP = 60; // milliseconds between two keys of a scanner, at most
const SILENCE = 120; // after that a code without Enter is complete
const CODE = /^(\d{1,4}\*)?\d{8,}$/;

/**
 * Call `onScan(code)` for every scan. The keys of a scan never press a button, and what they wrote
 * into a field is taken out again. `entry`, where there is one, is the field meant for codes: what
 * stood in it before the scan is handed over too, so that "3*" counts.
 */
export function listenForScans({ entry = null, onScan }) {
  let burst = null; // { keys, field, before }
  let lastAt = -Infinity;
  let timer = 0;

  function onKeydown(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key.length === 1) return collect(event);
    if (event.key === "Enter" && burst && CODE.test(burst.keys) && event.timeStamp - lastAt <= SILENCE) {
      event.preventDefault();
      event.stopImmediatePropagation();
      finish();
    } else if (event.key !== "Shift") {
      burst = null;
    }
  }

  function collect(event) {
    const goesOn = burst && event.timeStamp - lastAt <= GAP;
    lastAt = event.timeStamp;
    clearTimeout(timer);
    if (goesOn) burst.keys += event.key;
    else burst = { keys: event.key, ...place(document.activeElement) };
    if (CODE.test(burst.keys)) timer = setTimeout(finish, SILENCE);
  }

  function place(element) {
    const field = element?.matches("input, textarea") ? element : null;
    return { field, before: field?.value ?? "" };
  }

  function finish() {
    clearTimeout(timer);
    const { keys, field, before } = burst;
    burst = null;
    if (field) {
      field.value = field === entry ? "" : before;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const times = field === entry && /^\s*\d{1,4}\s*[*×]\s*$/.test(before) ? before.trim() : "";
    onScan(times + keys);
  }

  addEventListener("keydown", onKeydown, { capture: true });
}

// Turns one tree into another in place, so that focus, scroll, selection and open details stay.

/** Change `from` until it equals `to`; says whether anything changed. Children are matched by id or data-id. */
export function morph(from, to) {
  if (from.isEqualNode(to)) return false;
  const focused = document.activeElement;
  change(from, to);
  if (focused !== document.activeElement && focused?.isConnected && from.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
  return true;
}

function change(from, to) {
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (from.hasAttribute("data-keep") || from.isEqualNode(to)) return;
  changeAttributes(from, to);
  changeChildren(from, to);
}

// What the person opened, typed or ticked is theirs.
function isTheirs(element, name) {
  if (name === "open") return element.matches("details, dialog");
  return (name === "value" || name === "checked") && element === document.activeElement;
}

function changeAttributes(from, to) {
  for (const { name } of [...from.attributes]) {
    if (!to.hasAttribute(name) && !isTheirs(from, name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) === value || isTheirs(from, name)) continue;
    from.setAttribute(name, value);
    if (name === "value" && from.value !== value) from.value = value; // a field once typed into no longer follows
  }
}

function changeChildren(from, to) {
  const named = new Map([...from.children].filter(nameOf).map((child) => [nameOf(child), child]));
  let next = from.firstChild;
  for (const wanted of [...to.childNodes]) {
    const name = nameOf(wanted);
    const known = name ? named.get(name) : next && !nameOf(next) ? next : null;
    if (known && isAlike(known, wanted)) {
      if (known === next) next = next.nextSibling;
      else from.insertBefore(known, next);
      change(known, wanted);
    } else {
      from.insertBefore(document.importNode(wanted, true), next);
    }
  }
  while (next) {
    const surplus = next;
    next = next.nextSibling;
    surplus.remove();
  }
}

const nameOf = (node) => node.id || node.dataset?.id || "";
const isAlike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName;

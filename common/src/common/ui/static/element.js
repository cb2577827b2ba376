// Makes an element from values, so that no value ever becomes markup.

/** element("button", { class: "button", type: "button" }, "Undo"): children are elements or text. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

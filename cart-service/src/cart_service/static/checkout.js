// Writes the card as it stands on the card, says what is wrong before anything is sent, and lets nobody pay twice by a
// double click. The form does all of it without this: the server checks, and knows a payment by its key.

import { element } from "../element.js";

const form = document.querySelector("[data-checkout]");
const words = JSON.parse(form.dataset.words);
const field = (name) => form.elements[name];
const number = field("card_number");
const expiry = field("expiry");
const code = field("cvv");
const pay = form.querySelector("button[type=submit]");
const brand = element("span", { class: "field__unit", "aria-live": "polite" });

const BRANDS = [
  ["American Express", /^3[47]/],
  ["Visa", /^4/],
  ["Mastercard", /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/],
  ["Discover", /^(6011|64[4-9]|65)/],
  ["JCB", /^35(2[89]|[3-8])/],
  ["Diners Club", /^3(0[0-5]|6|8)/],
  ["Maestro", /^(50|5[6-9]|6)/],
];

number.after(brand);
number.addEventListener("input", () => {
  rewrite(number, 19, (digits) => digits.replace(/(.{4})(?=.)/g, "$1 "));
  brand.textContent = brandOf(bare(number))?.[0] ?? "";
  code.maxLength = 4;
});
expiry.addEventListener("input", (event) => {
  // taking the stroke away takes the digit before it along
  const wiped = event.inputType?.startsWith("delete");
  rewrite(expiry, 4, (digits) => {
    const whole = /^[2-9]/.test(digits) ? `0${digits}` : digits;
    if (whole.length < 2 || (whole.length === 2 && wiped)) return whole;
    return `${whole.slice(0, 2)}/${whole.slice(2, 4)}`;
  });
});
code.addEventListener("input", () => rewrite(code, 4, (digits) => digits));

// what was put right is no longer called wrong
form.addEventListener("input", ({ target }) => clear(target));

form.addEventListener("submit", (event) => {
  if (pay.getAttribute("aria-busy") === "true") return event.preventDefault();
  const wrong = findings();
  for (const name of Object.keys(words)) clear(field(name));
  if (wrong.length) {
    event.preventDefault();
    for (const [input, advice] of wrong) mark(input, advice);
    wrong[0][0].focus();
    return;
  }
  pay.setAttribute("aria-busy", "true");
});

// whoever comes back by the browser's own way may pay again: the server knows what this form already paid for
addEventListener("pageshow", () => pay.removeAttribute("aria-busy"));

function bare(input) {
  return input.value.replace(/\D/g, "");
}

function brandOf(digits) {
  return BRANDS.find(([, begins]) => begins.test(digits));
}

// The caret stays behind the digit it was behind.
function rewrite(input, most, write) {
  const before = input.value.slice(0, input.selectionStart).replace(/\D/g, "").length;
  const atEnd = input.selectionStart === input.value.length;
  const fresh = write(bare(input).slice(0, most));
  if (fresh === input.value) return;
  input.value = fresh;
  let caret = fresh.length;
  if (!atEnd) for (caret = 0; caret < fresh.length && count(fresh, caret) < before; caret += 1);
  input.setSelectionRange(caret, caret);
}

function count(text, end) {
  return text.slice(0, end).replace(/\D/g, "").length;
}

function findings() {
  const found = [];
  const check = (name, isRight, advice = words[name].wrong) => {
    if (!isRight) found.push([field(name), advice]);
  };
  for (const name of ["name", "email", "address", "postcode", "city"]) check(name, field(name).value.trim() && field(name).checkValidity());
  const digits = bare(number).length;
  check("card_number", digits >= 13, digits ? words.card_number.short : words.card_number.wrong);
  const [, month, year] = /^(0[1-9]|1[0-2])\/(\d\d)$/.exec(expiry.value) ?? [];
  const now = new Date();
  const past = month && (2000 + Number(year) - now.getFullYear()) * 12 + Number(month) - 1 < now.getMonth();
  check("expiry", month && !past, past ? words.expiry.past : words.expiry.wrong);
  check("cvv", /^\d{3,4}$/.test(code.value));
  return found;
}

function mark(input, advice) {
  const place = input.closest(".field");
  place.classList.add("field--error");
  input.setAttribute("aria-invalid", "true");
  const sign = form.querySelector("[data-error]").content.cloneNode(true);
  const told = element("span", { class: "field__error", id: `${input.id}-error` }, sign, ` ${advice}`);
  place.querySelector(".field__box").after(told);
  input.setAttribute("aria-describedby", [told.id, place.querySelector(".field__help")?.id].filter(Boolean).join(" "));
}

function clear(input) {
  const place = input.closest?.(".field--error");
  if (!place) return;
  place.classList.remove("field--error");
  place.querySelector(".field__error")?.remove();
  input.removeAttribute("aria-invalid");
  const help = place.querySelector(".field__help");
  if (help) input.setAttribute("aria-describedby", help.id);
  else input.removeAttribute("aria-describedby");
}

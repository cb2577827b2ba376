// Rows of the first form come and go without loading the page; the browser knows the time zone.
// Without this file the same buttons ask the server for the form with one row more or less.

const form = document.querySelector("[data-rows]");
const lists = [...form.querySelectorAll("[data-row-list]")];
let made = 1000; // beyond every row that the server wrote

for (const button of form.querySelectorAll("[data-more]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const kind = button.dataset.more;
    const list = lists.find((each) => each.dataset.rowList === kind);
    const row = document.querySelector(`[data-row-template="${kind}"]`).content.firstElementChild.cloneNode(true);
    number(row, (made += 1));
    list.append(row);
    count(list);
    row.querySelector("input").focus();
  });
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-less]");
  if (!button) return;
  event.preventDefault();
  const list = button.closest("[data-row-list]");
  const row = button.closest("[data-row]");
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  count(list);
  next?.querySelector("input").focus();
});

const zone = form.querySelector("[data-zone]");
if (!zone.value) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";

for (const list of lists) count(list);

function number(row, at) {
  for (const part of row.querySelectorAll("*")) {
    for (const { name, value } of [...part.attributes]) {
      if (value.includes("__at__")) part.setAttribute(name, value.replaceAll("__at__", at));
    }
  }
}

// "Branch 2" says which one it is; the only one cannot go
function count(list) {
  const rows = [...list.children];
  rows.forEach((row, at) => {
    const legend = row.querySelector("legend");
    legend.textContent = `${legend.textContent.trim().split(" ")[0]} ${at + 1}`;
    row.querySelector("[data-less]").hidden = rows.length === 1;
  });
}

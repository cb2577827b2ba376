// The page after a sale: the next scan begins the next one.

import { startClock, watchLink } from "./link.js";
import { listenForScans } from "./scanner.js";

const next = document.querySelector("a[data-next]").href;

listenForScans({
  onScan(code) {
    sessionStorage.setItem("mercato.entry", code);
    location.assign(next);
  },
});

document.addEventListener("click", (event) => {
  const goes = event.target.closest("[data-goes]");
  if (goes) location.assign(goes.dataset.goes);
  if (event.target.closest("button[data-next]")) location.assign(next);
});

startClock();
watchLink();

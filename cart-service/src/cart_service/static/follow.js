// Waits for what becomes of a payment, and then shows it. Without this the page loads itself again.

import { ask } from "../fetching.js";

const place = document.querySelector("[data-follows]");

async function follow() {
  try {
    const { data } = await ask(place.dataset.follows);
    if (data.is_over) return location.replace(location.pathname);
  } catch {
    // the next question may be answered
  }
  setTimeout(follow, 1000);
}

follow();

// The strip of every till page: the branch's time of day, and whether the books answer.

import { ask } from "../fetching.js";
import { showConnection } from "../live.js";

const EVERY = 4000;
const WHILE_AWAY = 1500;

/** Show the time of day where the till stands. */
export function startClock() {
  const clock = document.querySelector("[data-clock]");
  if (!clock) return;
  const written = new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: clock.dataset.clock,
  });
  const show = () => {
    clock.textContent = written.format(new Date());
  };
  show();
  setInterval(show, 5000);
}

/**
 * Ask every few seconds how the books are; `onNews(status)` hears it first and when it changes, null for "nobody answers".
 * It hears it again when the page, which `shows()` what an act of its own found, says something else.
 */
export function watchLink(onNews = showStatus, shows = () => "") {
  let last = "";
  let timer = 0;
  async function look() {
    clearTimeout(timer);
    if (document.hidden) return;
    let status = null;
    try {
      status = (await ask("/till/status", { timeout: 3000 })).data;
    } catch (problem) {
      if (problem.status === 503) status = { books: "away", version: "" };
    }
    const news = JSON.stringify(status);
    const behind = status && shows() && shows() !== status.books;
    if (news !== last || behind) onNews(status);
    last = news;
    clearTimeout(timer);
    timer = setTimeout(look, status?.books === "online" ? EVERY : WHILE_AWAY);
  }
  look();
  document.addEventListener("visibilitychange", look);
}

function showStatus(status) {
  const away = status?.books !== "online";
  showConnection(away, status ? (away ? "Books away" : "Online") : "No connection");
}

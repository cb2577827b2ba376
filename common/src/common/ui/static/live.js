// Keeps a region of the page true: fetches it again and again, changes only what changed.
//
// <section id="today" data-live="/today?branch=SMKT001" data-live-every="2000"> … </section>
//   the address answers the region's HTML, with an ETag; 304 costs nothing
//   [data-live-says]   inside the region: its text is announced when it changes, at most every 20 s
//   [data-live-too]    outside of the region, with an id: is changed too where the answer has it beside the region
//   [data-live-age]    anywhere: "updated 3 s ago", or what became of the connection
//   [data-connection]  the strip's sign (ui.connection) follows it too

import { element } from "./element.js";
import { ask } from "./fetching.js";
import { morph } from "./morph.js";

const LATE_AFTER = 2; // failures in a row before the page says that it is behind
const SLOWEST = 30_000;
const SAY_EVERY = 20_000;

/** Start a region; returns { refresh, stop }. `url` may be a function for an address that changes. */
export function live(region, { url = region.dataset.live, every = Number(region.dataset.liveEvery) || 2000, onChange } = {}) {
  let etag = "";
  let failures = 0;
  let goodAt = Date.now();
  let timer = 0;
  let asking = null;

  async function refresh() {
    clearTimeout(timer);
    asking?.abort();
    asking = new AbortController();
    const mine = asking;
    try {
      const answer = await ask(typeof url === "function" ? url() : url, {
        accept: "text/html",
        headers: etag ? { "If-None-Match": etag } : {},
        signal: mine.signal,
      });
      failures = 0;
      goodAt = Date.now();
      if (answer.status !== 304) {
        etag = answer.headers.get("ETag") ?? "";
        replace(answer.data);
      }
      plan(every);
    } catch (problem) {
      if (mine.signal.aborted) return;
      failures += 1;
      plan(Math.max(problem.retryAfter * 1000, Math.min(every * 2 ** failures, SLOWEST)));
    }
    tell();
  }

  function replace(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const wanted = (region.id && fresh.getElementById(region.id)) || fresh.body;
    for (const place of document.querySelectorAll("[data-live-too]")) {
      const news = fresh.getElementById(place.id);
      if (news) morph(place, news);
    }
    const before = spoken(region);
    const target = wanted === fresh.body ? withChildrenOf(region, wanted) : wanted;
    for (const name of ["data-live", "data-live-every", "data-live-state"]) {
      if (region.hasAttribute(name)) target.setAttribute(name, region.getAttribute(name));
    }
    if (!morph(region, target)) return;
    const after = spoken(region);
    if (after && after !== before) say(after);
    onChange?.(region);
    region.dispatchEvent(new CustomEvent("live:change", { bubbles: true }));
  }

  function plan(delay) {
    clearTimeout(timer);
    // spread out, so that twenty dashboards do not ask at the same moment
    if (!document.hidden) timer = setTimeout(refresh, delay * (0.9 + Math.random() * 0.2));
  }

  function tell() {
    const lost = failures >= LATE_AFTER;
    region.dataset.liveState = lost ? "lost" : "good";
    showAge(goodAt, lost);
    showConnection(lost);
  }

  const wake = () => (document.hidden ? clearTimeout(timer) : refresh());
  const ticking = setInterval(() => showAge(goodAt, failures >= LATE_AFTER), 1000);
  document.addEventListener("visibilitychange", wake);
  addEventListener("online", refresh);
  plan(every);

  return {
    refresh,
    stop() {
      asking?.abort();
      clearTimeout(timer);
      clearInterval(ticking);
      document.removeEventListener("visibilitychange", wake);
      removeEventListener("online", refresh);
    },
  };
}

function withChildrenOf(region, body) {
  const shell = region.cloneNode(false);
  shell.append(...body.childNodes);
  return shell;
}

const spoken = (region) => region.querySelector("[data-live-says]")?.textContent.trim().replace(/\s+/g, " ") ?? "";

function showAge(goodAt, lost) {
  const seconds = Math.round((Date.now() - goodAt) / 1000);
  const ago = seconds < 2 ? "just now" : seconds < 90 ? `${seconds} s ago` : `${Math.round(seconds / 60)} min ago`;
  const words = lost ? `No connection. This is from ${ago}; trying again.` : `Updated ${ago}`;
  for (const place of document.querySelectorAll("[data-live-age]")) {
    if (place.textContent !== words) place.textContent = words;
    place.classList.toggle("down", lost);
  }
}

/** Show in the strip whether the server can be reached. */
export function showConnection(lost, words = lost ? "Offline" : "Online") {
  for (const sign of document.querySelectorAll("[data-connection]")) {
    sign.querySelector('[data-when="good"]').hidden = lost;
    sign.querySelector('[data-when="lost"]').hidden = !lost;
    sign.querySelector("[data-words]").textContent = words;
  }
}

let voice = null;
let saidAt = 0;

function say(words) {
  if (Date.now() - saidAt < SAY_EVERY) return;
  saidAt = Date.now();
  if (!voice) {
    voice = element("div", { class: "vh", role: "status" });
    document.body.append(voice);
  }
  voice.textContent = words;
}

/** Start every region that the page marks with data-live. */
export function startLive(root = document) {
  return [...root.querySelectorAll("[data-live]")].map((region) => live(region));
}

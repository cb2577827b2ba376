// Asks a server within a time limit; every way of failing becomes one Problem that can be shown.

const SENTENCES = {
  unreachable: ["No connection", "The server could not be reached. Nothing was lost; it is tried again."],
  timed_out: ["No answer in time", "The server took too long. Whether it did its work is not known yet."],
  unreadable: ["An answer that cannot be read", "The server answered in a way this page does not understand."],
};

const CHANGES_NOTHING = /^(GET|HEAD|OPTIONS)$/;
let leaving = false;

/** What went wrong, in words: title and detail for people, code and status for programs. */
export class Problem extends Error {
  constructor({ title, detail = "", status = 0, code = "", requestId = "", retryAfter = 0, facts = {} }) {
    super(detail || title);
    this.name = "Problem";
    Object.assign(this, { title, detail, status, code, requestId, retryAfter, facts });
  }

  static of(code, rest = {}) {
    const [title, detail] = SENTENCES[code];
    return new Problem({ title, detail, code, ...rest });
  }
}

/**
 * Send a request. `body` may be a plain object (sent as JSON), FormData or URLSearchParams.
 * Resolves to { status, headers, data }, where data is parsed JSON, or text for anything else;
 * 304 resolves with data null. Rejects with a Problem, or with the caller's own abort. Where the session has ended,
 * the page leaves for the sign-in, which leads back here; what a module must not lose it keeps when it hears of 401.
 */
export async function ask(url, { method = "GET", body, headers = {}, timeout = 8000, signal, accept = "application/json" } = {}) {
  const limit = AbortSignal.timeout(timeout);
  const plain = body !== undefined && !(body instanceof FormData || body instanceof URLSearchParams);
  let response;
  let data;
  try {
    response = await fetch(url, {
      method,
      body: plain ? JSON.stringify(body) : body,
      // a page's part, or in words why there is none
      headers: { Accept: /json/.test(accept) ? accept : `${accept}, application/json`, ...(plain && { "Content-Type": "application/json" }), ...proof(method), ...headers },
      signal: signal ? AbortSignal.any([limit, signal]) : limit,
      credentials: "same-origin",
    });
    data = response.status === 304 ? null : await response.text();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw Problem.of(limit.aborted ? "timed_out" : "unreachable", { facts: { cause: String(error) } });
  }
  const isJson = /\bjson\b/.test(response.headers.get("Content-Type") ?? "");
  if (isJson && data) data = parsed(data, response);
  if (response.status === 401 && isJson) goTo(data.leads_to);
  if (!response.ok && response.status !== 304) throw refused(response, isJson ? data : {});
  return { status: response.status, headers: response.headers, data };
}

// That the request comes from a page of this very session.
function proof(method) {
  const token = document.querySelector("meta[name=csrf-token]")?.content;
  return token && !CHANGES_NOTHING.test(method) ? { "X-CSRF-Token": token } : {};
}

function goTo(door) {
  if (!door || leaving) return;
  leaving = true; // once: several requests may hear it
  const address = new URL(door, location.href);
  address.searchParams.set("next", location.pathname + location.search);
  location.assign(address);
}

function parsed(text, response) {
  try {
    return JSON.parse(text);
  } catch {
    throw Problem.of("unreadable", { status: response.status });
  }
}

function refused(response, document) {
  return new Problem({
    title: document.title ?? `The server answered ${response.status}`,
    detail: document.detail ?? "",
    status: response.status,
    code: document.code ?? "",
    requestId: document.instance ?? response.headers.get("X-Request-ID") ?? "",
    retryAfter: Number(response.headers.get("Retry-After")) || 0,
    facts: document,
  });
}

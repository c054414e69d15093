/* A form that was filled in without network is kept on this phone and sent later, once.

   Its hidden field "once" makes sending it again harmless: the server answers with what it already
   has. Where the record has moved on meanwhile the server says so (409), and the form stays until
   somebody decides. Every page works without this script. */
(() => {
  "use strict";
  const box = document.querySelector("[data-unsent-box]");
  if (!box) return;
  const PREFIX = `unsent:${box.dataset.who}:`;
  const WAIT = 15000;
  const AGAIN = 20000;
  const one = (selector, within) => within.querySelector(selector);
  const word = (name) => one(`[data-word="${name}"]`, box)?.textContent ?? "";
  let busy = false;

  /* What is kept */
  function kept() {
    const found = [];
    for (let place = 0; place < localStorage.length; place += 1) {
      const key = localStorage.key(place);
      if (!key.startsWith(PREFIX)) continue;
      try { found.push(JSON.parse(localStorage.getItem(key))); } catch { localStorage.removeItem(key); }
    }
    return found.sort((a, b) => a.at - b.at);
  }
  function keep(item) {
    try { localStorage.setItem(PREFIX + item.once, JSON.stringify(item)); } catch { return false; }
    return true;
  }
  function drop(item) { localStorage.removeItem(PREFIX + item.once); }

  /* Sending */
  function token() {
    try { return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"]; } catch { return ""; }
  }
  async function send(item) {
    const stop = new AbortController();
    const timer = window.setTimeout(() => stop.abort(), WAIT);
    let answer = null;
    try {
      answer = await fetch(item.url, {
        method: "POST",
        body: new URLSearchParams(item.fields),
        headers: { "X-CSRFToken": token(), "X-Unsent": "1", Accept: "application/json" },
        credentials: "same-origin",
        redirect: "manual",
        signal: stop.signal,
      });
    } catch { return { state: "waiting" }; } finally { window.clearTimeout(timer); }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { state: "signed_out" };
    if (answer.status === 408 || answer.status === 429 || answer.status >= 500) return { state: "waiting" };
    let said = {};
    try { said = await answer.json(); } catch { /* a page, not an answer */ }
    if (answer.ok) return { state: "sent", ...said };
    return { ...said, state: answer.status === 409 && said.happened ? "conflict" : "refused" };
  }

  function fresh() {
    return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* What is shown */
  function line(item) {
    const shown = one("template", box).content.cloneNode(true);
    const part = (name) => one(`[data-part="${name}"]`, shown);
    const state = item.state === "sending" ? "waiting" : item.state;
    part("title").textContent = item.title;
    part("when").textContent = new Date(item.at).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    part("state").textContent = [word(state), item.sentence ?? ""].join(" ").trim();
    for (const happened of item.happened ?? []) {
      const entry = document.createElement("li");
      entry.textContent = happened;
      part("happened").append(entry);
    }
    part("page").href = item.page;
    part("send").textContent = word(state === "conflict" ? "all_the_same" : "send_now");
    part("send").hidden = state === "refused";
    part("send").addEventListener("click", () => {
      if (state === "conflict") item.fields = item.fields.map(([name, value]) => [name, name === "seen" ? item.seen : value]);
      settle({ ...item, state: "waiting", sentence: "", happened: [] }, true);
    });
    part("drop").addEventListener("click", () => { drop(item); show(); });
    return shown;
  }
  function show() {
    const items = kept().filter((item) => item.state !== "sending");
    one("[data-unsent-list]", box).replaceChildren(...items.map(line));
    one("[data-unsent-head]", box).hidden = items.length === 0;
    one("[data-unsent-offline]", box).hidden = navigator.onLine;
    box.hidden = items.length === 0 && navigator.onLine;
  }
  function showErrors(form, answer) {
    one(".error-summary", form)?.remove();
    const summary = document.createElement("div");
    summary.className = "error-summary";
    summary.setAttribute("role", "alert");
    summary.tabIndex = -1;
    for (const sentence of answer.errors ?? [answer.sentence ?? word("refused")]) {
      const said = document.createElement("p");
      said.textContent = sentence;
      summary.append(said);
    }
    form.prepend(summary);
    summary.focus();
  }

  /* One item: sent, kept for later, in conflict, or refused */
  async function settle(item, byHand, form = null) {
    const answer = await send(item);
    if (answer.state === "sent") {
      drop(item);
      const isHere = [...document.forms].some((each) => each.elements.once?.value === item.once);
      const page = new URL(answer.url ?? item.page, location.href);
      if (byHand || isHere) location.assign(page);
      else if (page.pathname === location.pathname) location.reload();
      else show();
      return true;
    }
    if (form && answer.state === "refused") {
      drop(item);
      showErrors(form, answer);
      return true;
    }
    if (localStorage.getItem(PREFIX + item.once) === null) return true; /* sent or dropped meanwhile */
    keep({ ...item, ...answer });
    show();
    if (byHand) {
      box.focus();
      box.scrollIntoView({ block: "start" });
    }
    return answer.state !== "waiting";
  }

  function titleOf(form) {
    const chosen = one("input[type=radio][name=act]:checked", form);
    return [chosen?.closest("label")?.textContent.trim().split(": ")[0].split("：")[0], form.dataset.title].filter(Boolean).join(" · ");
  }

  async function sendAll() {
    if (busy || !navigator.onLine || document.hidden) return;
    busy = true;
    for (const item of kept()) {
      if (!["waiting", "signed_out", "sending"].includes(item.state)) continue;
      if (item.state === "sending" && Date.now() - item.at < 2 * WAIT) continue;
      if (!(await settle(item, false))) break;
    }
    busy = false;
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-unsent]")) return;
    const fields = [...new FormData(form, event.submitter)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    const item = {
      once: form.elements.once.value, url: form.action, fields, title: titleOf(form), page: form.dataset.page, at: Date.now(), state: "sending",
    };
    if (!keep(item)) return; /* storage is full or off: the form goes its plain way */
    event.preventDefault();
    const button = event.submitter ?? one("button", form);
    if (button) button.disabled = true;
    await settle(item, true, form);
    if (button) button.disabled = false;
    if ("unsentMany" in form.dataset && kept().some((each) => each.once === item.once)) {
      form.elements.once.value = fresh(); /* the next one is another */
      form.reset();
    }
  });

  window.addEventListener("online", () => { show(); sendAll(); });
  window.addEventListener("offline", show);
  document.addEventListener("visibilitychange", sendAll);
  window.setInterval(sendAll, AGAIN);
  show();
  sendAll();
})();

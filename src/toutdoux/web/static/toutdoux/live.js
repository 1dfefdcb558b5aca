// Pages of an assembly follow it as it happens. Without this script they are whole, and are reloaded by hand.
//
// An element with data-live (the address of the events), data-from (the address of its own part) and data-every ("room":
// at every change; "turn": at what everyone must see, and in small rooms at every change) is asked for again when what it
// shows is no longer what is. What somebody is typing in it is left alone until they are done.
//
// Forms are sent from here too, so that nothing pressed while the line is cut is lost: it is kept, said, and sent once the
// line is back. Every gesture said twice is one, so that sending again does no harm.
(function () {
  "use strict";

  const GAP = 400; // milliseconds between two questions for the part
  const SILENCE = 40_000; // without any sign for this long, the line is cut
  const PATIENCE = 20_000; // an answer that takes longer will not come
  const GRACE = 3_000; // a line that is back before this was never cut, as far as people can see

  let region, events, known, asked, again, lostSince, heardAt, waiting, asking, graceful, unsent;

  const line = (name) => document.querySelector(`[data-line="${name}"]`);
  const show = (name, shown) => { if (line(name)) line(name).hidden = !shown; };

  // --- what is shown ---------------------------------------------------------------------------------------------------

  const read = () => {
    const held = region.querySelector("[data-room]");
    known = held ? { room: held.dataset.room, turn: Number(held.dataset.turn) } : { room: "", turn: -1 };
    clearInterval(again);
    const seconds = held && Number(held.dataset.again);
    if (seconds) again = setInterval(() => ask(0), seconds * 1000);
  };

  const changed = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return [...field.options].some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  };
  const busy = () => {
    const fields = [...region.querySelectorAll("input:not([type=hidden]), textarea, select")];
    const typing = document.activeElement;
    return fields.some(changed) || (fields.includes(typing) && !["checkbox", "radio"].includes(typing.type));
  };

  const place = (element) => {
    if (!element || !region.contains(element)) return null;
    if (element.id) return () => document.getElementById(element.id);
    const form = element.form && element.form.getAttribute("action");
    const { tagName, name, value } = element;
    const text = element.textContent;
    return () => [...region.querySelectorAll(tagName)].find((other) =>
      form ? other.form && other.form.getAttribute("action") === form && other.name === name && other.value === value
        && other.textContent === text : other.textContent === text);
  };

  const put = (text) => {
    const found = place(document.activeElement);
    const open = [...region.querySelectorAll("details[open][id]")].map((one) => one.id);
    const said = region.querySelector("[data-say]");
    const before = said ? said.textContent.trim() : "";
    region.innerHTML = text;
    for (const id of open) { const one = document.getElementById(id); if (one) one.open = true; }
    const focused = found && found();
    if (focused) focused.focus({ preventScroll: true });
    const now = region.querySelector("[data-say]");
    if (now && now.textContent.trim() !== before && line("said")) line("said").textContent = now.textContent.trim();
    read();
  };

  const own = () => {
    const from = new URL(region.dataset.from, location.href);
    if (location.pathname === from.pathname) from.search = location.search;
    return from;
  };

  const get = async () => {
    waiting = null;
    if (!region) return;
    if (asking) { asked = true; return; }
    if (busy()) { asked = true; return; }
    asking = true;
    asked = false;
    try {
      const answer = await fetch(own(), { headers: { "X-Live": "1" }, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.redirected) { location.reload(); return; }
      if (answer.ok) {
        const text = await answer.text();
        // Somebody may have begun to type meanwhile.
        if (busy()) asked = true; else put(text);
        heard();
      }
    } catch {
      asked = true;
      lost();
    } finally {
      asking = false;
      if (asked && !waiting && !lostSince) waiting = setTimeout(get, GAP);
    }
  };

  const ask = (spread) => { if (!waiting) waiting = setTimeout(get, Math.random() * spread + (asking ? GAP : 0)); };

  const told = (found) => {
    heard();
    const every = region.dataset.every === "room" || found.few;
    if (found.turn !== known.turn || (every && found.room !== known.room)) ask(region.dataset.every === "room" ? 0 : found.spread);
  };

  // --- the line --------------------------------------------------------------------------------------------------------

  const heard = () => {
    heardAt = Date.now();
    clearTimeout(graceful);
    graceful = null;
    if (lostSince) {
      lostSince = null;
      show("cut", false);
      ask(0);
    }
    if (unsent) { const send = unsent; unsent = null; send(); }
  };

  const lost = () => {
    if (lostSince) return;
    lostSince = new Date(heardAt);
    const since = document.querySelector("[data-line-since]");
    if (since) {
      since.dateTime = lostSince.toISOString();
      since.textContent = lostSince.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    }
    show("cut", true);
  };

  const follow = () => {
    if (!region) return;
    if (events) events.close();
    events = new EventSource(region.dataset.live);
    events.onmessage = (message) => told(JSON.parse(message.data));
    events.addEventListener("beat", heard);
    events.onerror = () => {
      if (!graceful && !lostSince) graceful = setTimeout(lost, GRACE);
      // A refusal ends it for good; it is tried again all the same, as a line that is cut.
      if (events.readyState === EventSource.CLOSED) setTimeout(follow, GRACE * (1 + Math.random()));
    };
  };

  addEventListener("offline", lost);
  addEventListener("online", () => { if (region) follow(); });
  document.addEventListener("visibilitychange", () => { if (region && !document.hidden) follow(); });
  setInterval(() => {
    if (!region) return;
    if (Date.now() - heardAt > SILENCE) { lost(); follow(); }
    if (asked && !waiting && !lostSince) ask(0);
  }, 1000);

  // --- what is pressed -------------------------------------------------------------------------------------------------

  const send = async (address, body, form) => {
    form.setAttribute("aria-busy", "true");
    let answer, text;
    try {
      answer = await fetch(address, { method: "POST", body, headers: { "X-Pressed": "1" }, signal: AbortSignal.timeout(PATIENCE) });
      text = await answer.text();
    } catch {
      unsent = () => send(address, body, form);
      show("unsent", true);
      lost();
      return;
    }
    form.removeAttribute("aria-busy");
    show("unsent", false);
    show("untaken", answer.status >= 500 || answer.status === 403);
    if (answer.status >= 500 || answer.status === 403) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    const main = page.querySelector("main");
    if (!main) { location.assign(answer.url); return; }
    const found = place(document.activeElement);
    // Somebody who presses and goes on typing elsewhere keeps what they typed.
    const typed = [...document.querySelectorAll("main :is(input:not([type=checkbox], [type=radio]), textarea)[id]")]
      .filter((field) => changed(field) && !form.contains(field))
      .map((field) => [field.id, field.value]);
    document.querySelector("main").replaceChildren(...main.childNodes);
    document.title = page.title;
    if (answer.redirected || !main.querySelector("[data-live]")) history.replaceState(null, "", answer.url);
    for (const [id, value] of typed) { const field = document.getElementById(id); if (field) field.value = value; }
    start();
    const trouble = document.getElementById("trouble");
    const focused = trouble || (found && found());
    if (focused) focused.focus({ preventScroll: !trouble });
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.enctype === "multipart/form-data" || !form.closest("main") || form.dataset.plain !== undefined) return;
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    const address = (event.submitter && event.submitter.getAttribute("formaction")) || form.getAttribute("action") || location.href;
    send(address, new URLSearchParams(new FormData(form, event.submitter)), form);
  });

  const start = () => {
    region = document.querySelector("[data-live]");
    if (!region) {
      // Another page was led to (why a vote was refused): it stands still.
      if (events) events.close();
      events = null;
      return;
    }
    heardAt = Date.now();
    read();
    if (!events || events.url !== new URL(region.dataset.live, location.href).href) follow();
  };

  start();
})();

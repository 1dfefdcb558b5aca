// Paragraphs that save themselves. Without this, each has its button.
//
// A form with data-saves-itself is sent a moment after somebody stops typing. What is typed is kept on the device until the
// server has answered that it has it: a page that closes, a connection that drops, a battery that dies lose nothing.
(function () {
  "use strict";

  const PAUSE = 700;
  const AGAIN = 5000;
  const KEPT = "toutdoux-note ";

  const forms = [...document.querySelectorAll("form[data-saves-itself]")];
  if (!forms.length) return;

  const words = (form) => ({ speaker: form.elements.speaker.value, text: form.elements.text.value });
  const same = (one, other) => one.speaker === other.speaker && one.text === other.text;

  // A browser may forbid its pages to keep anything; they still send.
  const device = {
    keep(key, typed) {
      try {
        localStorage.setItem(key, JSON.stringify(typed));
      } catch (forbidden) {}
    },
    forget(key) {
      try {
        localStorage.removeItem(key);
      } catch (forbidden) {}
    },
    recall(key) {
      try {
        return JSON.parse(localStorage.getItem(key));
      } catch (forbidden) {
        return null;
      }
    },
    keys() {
      try {
        return Object.keys(localStorage).filter((key) => key.startsWith(KEPT));
      } catch (forbidden) {
        return [];
      }
    },
  };

  const post = (address, body) =>
    fetch(address, { method: "POST", body: body, headers: { Accept: "application/json" }, credentials: "same-origin" });

  for (const form of forms) {
    const key = KEPT + form.action;
    const status = form.querySelector("[role=status]");
    let saved = words(form);
    let waiting = 0;
    let sending = false;

    const later = (pause) => {
      clearTimeout(waiting);
      waiting = setTimeout(send, pause);
    };

    async function send() {
      const typed = words(form);
      if (sending || same(typed, saved)) return;
      sending = true;
      let again = 0;
      try {
        const answer = await post(form.action, new FormData(form));
        const said = await answer.json();
        if (answer.ok) {
          saved = typed;
          // Words that stand in a paragraph of their own go on there.
          form.action = form.action.replace(/[0-9a-f-]{36}(?=\/save\/$)/, said.note);
          form.elements.version.value = said.version;
          status.textContent = said.words;
          if (same(words(form), typed)) device.forget(key);
          else again = PAUSE;
        } else {
          status.textContent = said.refused.join(" ");
        }
      } catch (lost) {
        status.textContent = form.dataset.lost;
        again = AGAIN;
      }
      sending = false;
      if (again) later(again);
    }

    form.addEventListener("input", () => {
      const fields = { item: form.elements.item.value, version: form.elements.version.value };
      device.keep(key, { ...words(form), ...fields });
      later(PAUSE);
    });
    addEventListener("online", () => later(0));

    const before = device.recall(key);
    if (before && !same(before, saved)) {
      form.elements.speaker.value = before.speaker;
      form.elements.text.value = before.text;
      form.closest("details").open = true;
      later(0);
    } else if (before) {
      device.forget(key);
    }
  }

  // A new paragraph that never reached the server has no form on this page any more: it goes where it was to go.
  const here = new Set(forms.map((form) => KEPT + form.action));
  const place = KEPT + forms[0].action.replace(/[0-9a-f-]{36}\/save\/$/, "");
  for (const key of device.keys()) {
    if (here.has(key) || !key.startsWith(place)) continue;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", forms[0].elements.csrfmiddlewaretoken.value);
    for (const [name, value] of Object.entries(device.recall(key) || {})) body.append(name, value);
    post(key.slice(KEPT.length), body).then((answer) => {
      if (answer.ok) {
        device.forget(key);
        location.reload();
      }
    }, () => {});
  }
})();

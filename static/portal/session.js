// Nobody loses what he writes because he was signed out meanwhile: who writes stays signed in, who pauses is
// warned, and a form waits on its page until its writer has signed in again in a tab beside it. Who presses twice
// sends once: the answer to the second would take the place of the first.
(() => {
  "use strict";
  const MINUTE = 60_000;
  const WARNING = 5 * MINUTE;
  const BETWEEN = 2 * MINUTE; // two questions while somebody writes
  const PATIENCE = 8_000; // with a slow network; then it counts as none
  const NOTICED = 600; // after that long a button seems dead
  const SEEN = "session-seen"; // shared by the tabs: when the portal last heard of this browser
  const TO_FILL = "textarea, select, input:not([type=hidden]):not([type=submit]):not([type=button])";
  const box = document.getElementById("session-notice");
  const life = Number(box.dataset.seconds) * 1000;

  let heard = Date.now(); // when this page itself last heard that its writer is signed in
  let tried = heard;
  let state = "";
  let held = null; // the form that waits, and the button that was pressed
  let passed = null;
  let answer = null; // to the question that is on its way
  let isSending = false;
  const sent = new WeakMap(); // when each form was

  remember();
  // A field may be called "method" and stand in front of the form's own.
  const isGuarded = (form) => (form.getAttribute("method") || "").toLowerCase() === "post" && form.querySelector(TO_FILL) !== null;
  if (![...document.forms].some(isGuarded)) return;

  function remember() {
    heard = Date.now();
    try { localStorage.setItem(SEEN, String(heard)); } catch { /* forbidden by the browser: each tab for itself */ }
  }

  function seen() {
    try { return Math.max(heard, Number(localStorage.getItem(SEEN))); } catch { return heard; }
  }

  // A press on the button is both writing and sending: it asks once.
  function ask() {
    answer ||= inquire().finally(() => { answer = null; });
    return answer;
  }

  // AbortSignal.timeout is too new for browsers that are still found at counters.
  function outOfPatience() {
    const limit = new AbortController();
    window.setTimeout(() => limit.abort(), PATIENCE);
    return limit.signal;
  }

  // What is wrong, "" for nothing. An answer that is an error is left to the form itself to bring.
  async function inquire() {
    tried = Date.now();
    try {
      const signal = outOfPatience();
      const response = await fetch(box.dataset.url, { credentials: "same-origin", cache: "no-store", signal });
      if (response.redirected) return "gone"; // the second factor is still missing
      if (!response.ok) return "";
      const facts = await response.json();
      if (facts.who !== box.dataset.who) return facts.who ? "other" : "gone";
      for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = facts.token;
      remember();
      return "";
    } catch {
      return "offline";
    }
  }

  function say(name) {
    state = name;
    box.hidden = !name;
    document.documentElement.classList.toggle("has-session-notice", Boolean(name));
    for (const line of box.querySelectorAll("[data-says]")) line.hidden = line.dataset.says !== name;
  }

  // Without a press of a button: whoever has no network just now is not told before he sends something.
  async function look() {
    const trouble = await ask();
    if (trouble !== "offline") say(trouble || (held && state !== "offline" ? "back" : ""));
  }

  async function send(form, button) {
    if (isSending) return;
    isSending = true;
    const patient = window.setTimeout(() => say("asking"), NOTICED);
    const trouble = await ask();
    window.clearTimeout(patient);
    isSending = false;
    if (trouble) { // also "offline": the browser's page of the error would take the place of the form
      held = { form, button };
      say(trouble);
      return;
    }
    held = null;
    say("");
    passed = form;
    form.requestSubmit(button);
    passed = null;
  }

  // In front of every other script of the page: for those nothing has been sent yet.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!isGuarded(form)) return;
    const isFresh = navigator.onLine && Date.now() - heard < MINUTE; // nobody has been signed out for a pause since
    if (form === passed || isFresh) {
      if (!isPressedTwice(form, event.submitter)) return;
    } else send(form, event.submitter);
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  // A sheet to print opens beside the page, as often as one wants.
  function isPressedTwice(form, button) {
    const isTwice = Date.now() - (sent.get(form) || 0) < PATIENCE;
    if (!isTwice && button?.formTarget !== "_blank") sent.set(form, Date.now());
    return isTwice;
  }
  window.addEventListener("pageshow", () => { for (const form of document.forms) sent.delete(form); });

  const write = (event) => {
    const form = event.target.closest("form");
    if (form && isGuarded(form) && Date.now() - tried > BETWEEN) look();
  };
  document.addEventListener("input", write);
  document.addEventListener("pointerdown", write);

  window.setInterval(() => {
    const rest = seen() + life - Date.now();
    if (state && state !== "ending") return;
    if (rest <= 0) say("gone");
    else say(rest <= WARNING ? "ending" : "");
  }, MINUTE / 3);

  document.addEventListener("visibilitychange", () => { if (!document.hidden && ["gone", "other"].includes(state)) look(); });
  window.addEventListener("focus", () => { if (["gone", "other"].includes(state)) look(); });
  box.querySelector("[data-stay]").addEventListener("click", look);
  box.querySelector("[data-again]").addEventListener("click", () => send(held.form, held.button));
})();

// The combined form: folds what is not ticked, saves as it is filled, names the receivers live, sends files
// at once. Without this script everything is open and saved by a button.
(() => {
  "use strict";
  const PAUSE = 1500;
  const form = document.getElementById("combined-form");
  const state = document.getElementById("save-state");

  document.documentElement.classList.add("with-script");
  sendOnce(document.getElementById("review-form"));
  if (form) start();

  function start() {
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
    sendOnce(form);
    const fold = () => { foldServices(); foldBusinesses(); foldIdentity(); };
    fold();
    form.addEventListener("change", fold);
    form.addEventListener("input", (event) => forgetError(event.target));
    if (state) saveAsFilled();
    nameReceivers();
    listNeeds();
    if (document.getElementById("materials")) sendFilesAtOnce();
  }

  // A second press while the first is on its way would only be turned away by the server.
  function sendOnce(target) {
    if (!target) return;
    let isSent = false;
    target.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.formTarget === "_blank") return; // a sheet to print, beside this page
      if (isSent) event.preventDefault();
      isSent = true;
    });
    window.addEventListener("pageshow", () => { isSent = false; });
  }

  // The sentence beside a field goes as soon as the field is mended; the server has the last word.
  function forgetError(field) {
    if (!field.name) return;
    for (const each of form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`)) {
      each.classList.remove("is-invalid");
      each.removeAttribute("aria-invalid");
    }
  }

  function foldServices() {
    for (const box of form.querySelectorAll("input[name=services]")) {
      const section = document.getElementById(`section-${box.value}`);
      if (section) section.classList.toggle("is-folded", !box.checked);
    }
  }

  // What only one business type is asked is shown with that type alone; the server ignores it elsewhere.
  function foldBusinesses() {
    for (const section of form.querySelectorAll(".service-section")) {
      const picked = section.querySelector("input[name$=-business]:checked");
      for (const cell of section.querySelectorAll(".of-business")) {
        cell.classList.toggle("is-folded", !picked || !cell.classList.contains(`of-${picked.value}`));
      }
    }
  }

  function foldIdentity() {
    const picked = form.querySelector("input[name=applicant_kind]:checked");
    for (const kind of ["organisation", "individual"]) {
      for (const cell of form.querySelectorAll(`.${kind}`)) {
        cell.classList.toggle("is-folded", !picked || picked.value !== kind);
      }
    }
  }

  function post(url, body) {
    return fetch(url, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, credentials: "same-origin" })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : Promise.reject(answer)));
  }

  // ``form.action`` would be the buttons of that name.
  function ownAddress() {
    return form.getAttribute("action") || window.location.pathname;
  }

  function typedOnly() {
    const data = new FormData(form);
    for (const [name, value] of [...data.entries()]) if (value instanceof File) data.delete(name);
    return data;
  }

  function saveAsFilled() {
    let timer = 0;
    let last = new URLSearchParams(typedOnly()).toString();
    const save = () => {
      window.clearTimeout(timer);
      const data = typedOnly();
      const typed = new URLSearchParams(data).toString();
      if (typed === last) return;
      last = typed;
      data.set("action", "save");
      state.textContent = form.dataset.saving;
      post(ownAddress(), data).then(showSaved).catch(() => {
        last = "";
        state.textContent = form.dataset.failed;
        state.classList.add("has-failed");
      });
    };
    form.addEventListener("input", () => { window.clearTimeout(timer); timer = window.setTimeout(save, PAUSE); });
    form.addEventListener("focusout", () => { window.clearTimeout(timer); timer = window.setTimeout(save, 200); });
  }

  function showSaved(text) {
    const answer = new DOMParser().parseFromString(text, "text/html");
    state.classList.remove("has-failed");
    state.textContent = answer.getElementById("saved-note").textContent;
    document.getElementById("rail").replaceChildren(...answer.getElementById("rail-update").childNodes);
  }

  function nameReceivers() {
    const place = document.getElementById("receivers");
    if (!place || !place.dataset.url) return;
    let asked = "";
    form.addEventListener("change", () => {
      const query = new URLSearchParams();
      for (const [name, value] of typedOnly()) {
        if (name === "town" || name === "services" || name.endsWith("-carriers")) query.append(name, value);
      }
      if (query.toString() === asked) return;
      asked = query.toString();
      fetch(`${place.dataset.url}?${asked}`, { credentials: "same-origin" })
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)))
        .then((text) => { place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes); })
        .catch(() => { asked = ""; });
    });
  }

  // Which papers are needed follows kind of applicant, services and what else decides about them.
  const DECIDES = /^(applicant_kind|services|credit_code|no_code_reason|ownership|agent_name|agent_phone)$|-(business|demand)$/;

  function listNeeds() {
    const place = document.getElementById("needs");
    if (!place || !place.dataset.url) return;
    foldMaterials(place);
    form.addEventListener("change", (event) => { if (DECIDES.test(event.target.name)) readNeeds(place); });
  }

  function readNeeds(place) {
    return post(place.dataset.url, typedOnly()).then((text) => {
      place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
      foldMaterials(place);
    }).catch(() => {});
  }

  // Places for papers nobody asks for only stand in the way; what was chosen in one stays to be seen.
  function foldMaterials(place) {
    const asked = new Set([...place.querySelectorAll("[data-kind]")].map((item) => item.dataset.kind));
    if (!("folds" in place.dataset)) return;
    const always = form.classList.contains("is-dense") ? ["other", "signed_form"] : ["other"];
    for (const cell of form.querySelectorAll("[data-material]")) {
      const kind = cell.dataset.material;
      const isUsed = cell.querySelector("input").files.length > 0;
      cell.classList.toggle("is-folded", !isUsed && !asked.has(kind) && !always.includes(kind));
    }
  }

  function sendFilesAtOnce() {
    const place = document.getElementById("materials");
    const send = (data) => {
      // Read each time: it changes where its writer has signed in again.
      data.set("csrfmiddlewaretoken", form.querySelector("input[name=csrfmiddlewaretoken]").value);
      return post(place.dataset.url, data).then((text) => {
        place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.childNodes);
        return readNeeds(document.getElementById("needs"));
      });
    };
    form.addEventListener("change", (event) => {
      const input = event.target;
      if (input.type !== "file" || !input.files.length) return;
      const data = new FormData();
      for (const file of input.files) data.append(input.name, file);
      input.setAttribute("aria-busy", "true");
      // Where sending fails the files stay chosen and go along with the form.
      send(data).then(() => { input.value = ""; }).catch(() => {}).finally(() => input.removeAttribute("aria-busy"));
    });
    place.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=remove]");
      if (!button) return;
      event.preventDefault();
      const data = new FormData();
      data.set("remove", button.value);
      send(data).catch(() => form.requestSubmit(button));
    });
  }
})();

// Nothing typed is lost: a form with data-draft="name" keeps its text in this tab until the server has taken it,
// across an error, an ended session or a dropped line, and warns before the page is left.
// Kept by person, so that the next one on a shared machine sees nothing; never passwords, files or hidden fields.
const SKIP = new Set(["password", "file", "hidden", "submit", "button"]);
const PREFIX = `draft:${document.body.dataset.person || ""}:`;
const keyOf = (form) => PREFIX + location.pathname + ":" + form.dataset.draft;
const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !SKIP.has(field.type));

function read(form) {
  return fieldsOf(form)
    .filter((field) => !["checkbox", "radio"].includes(field.type) || field.checked)
    .map((field) => [field.name, field.value]);
}

function write(form, pairs) {
  const kept = new Map();
  for (const [name, value] of pairs) kept.set(name, [...(kept.get(name) || []), value]);
  for (const field of fieldsOf(form)) {
    const values = kept.get(field.name) || [];
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (values.length) field.value = values[0];
  }
}

function tell(form, key) {
  const note = document.createElement("p");
  note.className = "form-note";
  note.setAttribute("role", "status");
  note.textContent = "What you typed here before was brought back. ";
  const forget = document.createElement("button");
  forget.type = "button";
  forget.className = "btn btn-small btn-bare";
  forget.textContent = "Start over";
  forget.addEventListener("click", () => {
    sessionStorage.removeItem(key);
    form.reset();
    note.remove();
    delete form.dataset.dirty;
  });
  note.append(forget);
  form.prepend(note);
}

// A sent draft is dropped when the server answered with a redirect, as it does after every success. The log-in page
// and error pages (data-not-taken) say that it was not taken; a dropped line says nothing, so the draft stays.
const SENT = "draft-sent";
const redirected = performance.getEntriesByType("navigation")[0]?.redirectCount > 0;
const sent = sessionStorage.getItem(SENT);
sessionStorage.removeItem(SENT);
if (sent && redirected && !("notTaken" in document.body.dataset)) sessionStorage.removeItem(sent);

for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = keyOf(form);
  const start = JSON.stringify(read(form));
  const kept = sessionStorage.getItem(key);
  // After an error the server gives back what was typed: that is newer than what was kept.
  if (kept && kept !== start && !form.querySelector(".is-invalid, .notice-bad")) {
    write(form, JSON.parse(kept));
    form.dataset.dirty = "";
    tell(form, key);
  }
  form.addEventListener("input", () => {
    form.dataset.dirty = "";
    sessionStorage.setItem(key, JSON.stringify(read(form)));
  });
  form.addEventListener("submit", () => {
    delete form.dataset.dirty;
    sessionStorage.setItem(SENT, key);
  });
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-forget-drafts]")) sessionStorage.clear();
});
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-dirty]")) event.preventDefault();
});

// Forms in a dialog: what is in them, what is wrong with them, and what was typed when they are closed.

import { peopleField } from "./people.js";

const PAUSE = 400;

export class Forms {
  constructor(dialog, search, submit, closed, look) {
    this.dialog = dialog;
    this.search = search;
    this.submit = submit;
    this.closed = closed;
    this.look = look;
    this.pauses = new Map();
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); this.close(); });
    dialog.addEventListener("click", (event) => { if (event.target.closest("[data-close]")) this.close(); });
    for (const kind of ["input", "change"]) dialog.addEventListener(kind, (event) => this.changed(event.target));
    dialog.addEventListener("input", (event) => this.typed(event.target.closest("[data-watched]")));
    dialog.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
  }

  get form() { return this.dialog.querySelector("form"); }

  open(html) {
    this.dialog.innerHTML = html;
    this.dialog.querySelectorAll("[data-kind=PersonField]").forEach((field) => peopleField(field, this.search));
    if (!this.dialog.open) this.dialog.showModal();
    this.dialog.querySelectorAll("[data-watched]").forEach((field) => { if (fieldValue(field)) this.show(field); });
    this.dialog.querySelector(".field input, .field textarea, .field select")?.focus();
  }

  hide() {
    this.dialog.close();
    this.dialog.replaceChildren();
    this.pauses.forEach(clearTimeout);
    this.pauses.clear();
  }

  close() {
    if (!this.form) return this.hide();
    const what = this.what();
    this.hide();
    this.closed(what);
  }

  what() {
    const values = {};
    this.dialog.querySelectorAll("[data-field]").forEach((field) => { values[field.dataset.field] = fieldValue(field); });
    return { form: this.form.dataset.form, draft: this.form.dataset.draft, ref: this.form.dataset.ref || null, values };
  }

  async send() {
    const button = this.form.querySelector("[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    const answer = await this.submit({ ...this.what(), files: await filesOf(this.dialog) });
    if (!this.form) return;
    button.disabled = false;
    if (answer.refused) this.errors({ "": answer.refused });
    else if (answer.errors) this.errors(answer.errors);
    else if (!answer.form) this.hide();
  }

  changed(input) {
    const field = input.closest("[data-field]");
    if (!field) return;
    field.querySelector(".error").textContent = "";
    field.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    this.dialog.querySelector("[data-error]").textContent = "";
  }

  // Once nothing was typed for a moment.
  typed(field) {
    if (!field) return;
    clearTimeout(this.pauses.get(field));
    this.pauses.set(field, setTimeout(() => this.show(field), PAUSE));
  }

  async show(field) {
    if (!this.dialog.contains(field)) return;
    const value = fieldValue(field);
    const answer = await this.look({ ...this.what(), field: field.dataset.field });
    if (!("shown" in answer) || fieldValue(field) !== value) return;
    const line = field.querySelector(".shown");
    if (line.textContent !== answer.shown) line.textContent = answer.shown;
  }

  errors(errors) {
    this.dialog.querySelectorAll(".error").forEach((line) => { line.textContent = ""; });
    this.dialog.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
    let first = null;
    for (const [name, sentence] of Object.entries(errors)) {
      const field = [...this.dialog.querySelectorAll("[data-field]")].find((one) => one.dataset.field === name);
      const line = field ? field.querySelector(".error") : this.dialog.querySelector("[data-error]");
      line.textContent = line.textContent ? `${line.textContent} ${sentence}` : sentence;
      const input = field?.querySelector("input, textarea, select");
      if (!input) continue;
      input.setAttribute("aria-invalid", "true");
      const folded = input.closest("details");
      if (folded) folded.open = true;
      first ??= input;
    }
    (first ?? this.form.querySelector("[type=submit]")).focus();
  }
}

// Bytes: a whole request may be 1 MB, and base64 makes a third more of it.
const LARGEST_FILE = 700_000;

async function filesOf(dialog) {
  const files = {};
  for (const field of dialog.querySelectorAll("[data-kind=FileField]")) {
    const file = field.querySelector("input").files[0];
    if (file) files[field.dataset.field] = { name: file.name, data: file.size > LARGEST_FILE ? null : await base64(file) };
  }
  return files;
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

function fieldValue(field) {
  switch (field.dataset.kind) {
    case "ChoiceField":
      return [...field.querySelectorAll("input:checked, option:checked")].map((one) => one.value).filter(Boolean);
    case "PersonField":
      // With what was typed a moment ago and is still being looked up.
      return [
        ...[...field.querySelectorAll(".chosen li")].map((item) => item.dataset.value),
        ...[field.querySelector("input").value.trim()].filter(Boolean),
      ];
    case "FileField":
      return field.querySelector("input").files[0]?.name ?? "";
    default:
      return field.querySelector("input, textarea").value;
  }
}

// The few things that every part of the page needs: elements, words, memory.

export const $ = (id) => document.getElementById(id);
export const told = JSON.parse(document.body.dataset.told);

// Days and times as they are written in Europe.
export const locale = document.documentElement.lang === "en" ? "en-GB" : "nl-NL";

// A sentence of the page, with its {names} filled in.
export function words(name, values = {}) {
  return told.words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// An element: properties, data and aria attributes, children. Text of people is only ever text.
export function make(tag, given = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue;
    if (name === "data") Object.assign(element.dataset, value);
    else if (name.startsWith("aria") || name === "role") element.setAttribute(name.replace("aria", "aria-").toLowerCase(), value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

// What is remembered in this browser; a browser that remembers nothing works too.
export const memory = {
  get(name, otherwise) {
    try {
      return JSON.parse(localStorage.getItem(`klantritme.${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  set(name, value) {
    try {
      localStorage.setItem(`klantritme.${name}`, JSON.stringify(value));
    } catch {
      // It then only lasts as long as the page.
    }
  },
};

// Parts tell each other what happened without knowing each other.
const bus = new EventTarget();
export const announce = (name, detail = {}) => bus.dispatchEvent(new CustomEvent(name, { detail }));
export const heard = (name, react) => bus.addEventListener(name, (event) => react(event.detail));

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
export const narrow = matchMedia("(max-width: 46rem)");

// Arrow keys, Home and End go through a list that is one stop for Tab.
export function rove(list, items) {
  list.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = all[(to + all.length) % all.length];
    all.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
    next.focus();
  });
}

export function avatar(account, extra = "") {
  const person = told.people[account];
  return make("span", { className: `avatar ${extra}`, data: { who: account }, ariaHidden: "true" }, person ? person.name[0] : "");
}

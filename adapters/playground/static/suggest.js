// Suggestions while typing: commands after "/", colleagues after "@".

import { make, told, words } from "./dom.js";
import { state } from "./state.js";

const AT = /(^|\s)@([\p{L}-]*)$/u;
const MOST = 8;

export function suggestions(text, list, changed) {
  let found = [];
  let active = -1;

  function look() {
    const before = text.value.slice(0, text.selectionStart);
    const person = AT.exec(before);
    if (text.value.startsWith("/") && !before.includes("\n") && !person) found = commands(before);
    else if (person) found = people(person[2], before.length - person[2].length - 1);
    else found = [];
    draw();
    if (found.length && person && !isWhole(person[2])) aim(0);
  }

  // Half a name says nothing to anybody, so Enter finishes it first; a whole one is sent as it stands.
  function isWhole(typed) {
    const said = typed.toLowerCase();
    return said === "" || Object.values(told.people).some((one) => one.name.toLowerCase().split(" ").includes(said));
  }

  function commands(typed) {
    const begin = typed.toLowerCase();
    return told.commands
      .filter((one) => one.example.toLowerCase().startsWith(begin) && one.example.length > typed.length)
      .slice(0, MOST)
      .map((one) => ({ main: one.example, hint: one.what, take: () => fill(one.example, 0, text.value.length) }));
  }

  function people(typed, from) {
    const wish = typed.toLowerCase();
    return Object.entries(told.people)
      .filter(([account, one]) => account !== state.as && one.name.toLowerCase().split(" ").some((part) => part.startsWith(wish)))
      .slice(0, MOST)
      .map(([, one]) => ({ main: one.name, hint: one.work, take: () => fill(`@${one.name} `, from, text.selectionStart) }));
  }

  function fill(what, from, to) {
    text.setRangeText(what, from, to, "end");
    close();
    changed();
    text.focus();
  }

  function draw() {
    list.replaceChildren(...found.map((one, index) => {
      const option = make("li", { id: `suggestion-${index}`, role: "option", ariaSelected: "false" },
        make("strong", {}, one.main), " ", make("span", {}, one.hint));
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); one.take(); });
      return option;
    }));
    list.hidden = found.length === 0;
    aim(-1);
  }

  function aim(at) {
    active = at;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) return text.removeAttribute("aria-activedescendant");
    text.setAttribute("aria-activedescendant", `suggestion-${at}`);
    return list.children[at].scrollIntoView({ block: "nearest" });
  }

  function close() {
    found = [];
    draw();
  }

  // True when the key was for the list. Enter sends what was typed, unless something in the list is chosen.
  function key(event) {
    if (!found.length) return false;
    const count = found.length;
    if (event.key === "ArrowDown") aim((active + 1) % count);
    else if (event.key === "ArrowUp") aim(active < 1 ? count - 1 : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Tab" && !event.shiftKey) found[Math.max(active, 0)].take();
    else if (event.key === "Enter" && active >= 0) found[active].take();
    else {
      if (event.key === "Enter") close();
      return false;
    }
    event.preventDefault();
    return true;
  }

  text.addEventListener("input", look);
  text.addEventListener("blur", close);
  list.setAttribute("aria-label", words("suggestions"));
  return { key, close };
}

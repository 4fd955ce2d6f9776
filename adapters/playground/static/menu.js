// One menu at a time, beside what opened it: arrows go through it, Escape and a click elsewhere close it.

import { $, make, rove } from "./dom.js";

const menu = $("menu");
let opener = null;

// `entries`: {label, act}, {label, link}, {content, act, checked}. `wide` lays them out in a row.
export function openMenu(button, label, entries, row = false) {
  const same = opener === button;
  closeMenu(false);
  if (same) return;
  opener = button;
  button.setAttribute("aria-expanded", "true");
  menu.className = row ? "menu row" : "menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", label);
  menu.replaceChildren(...entries.map(entryOf));
  menu.showPopover();
  stand(button);
  (menu.querySelector("[aria-checked=true]") ?? menu.firstElementChild).focus();
}

export function closeMenu(back = true) {
  if (!opener) return;
  const was = opener;
  opener = null;
  was.setAttribute("aria-expanded", "false");
  menu.hidePopover();
  menu.replaceChildren();
  if (back && was.isConnected) was.focus();
}

function entryOf(entry) {
  const chosen = entry.checked === undefined ? {} : { ariaChecked: String(entry.checked) };
  const role = entry.checked === undefined ? "menuitem" : "menuitemradio";
  const children = entry.content ?? [entry.label];
  if (entry.link) {
    return make("a", { href: entry.link, target: "_blank", rel: "noopener", role, tabIndex: -1, onclick: () => closeMenu() }, ...children);
  }
  const act = () => { closeMenu(); entry.act(); };
  return make("button", { type: "button", role, tabIndex: -1, onclick: act, ariaLabel: entry.name, ...chosen }, ...children);
}

function stand(button) {
  const [at, own] = [button.getBoundingClientRect(), menu.getBoundingClientRect()];
  const below = at.bottom + 4 + own.height <= innerHeight;
  const top = below ? at.bottom + 4 : Math.max(8, at.top - own.height - 4);
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - own.width - 8))}px`;
}

rove(menu, () => [...menu.children]);
menu.addEventListener("keydown", (event) => {
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    closeMenu();
  }
});
document.addEventListener("pointerdown", (event) => {
  if (opener && !menu.contains(event.target) && !opener.contains(event.target)) closeMenu(false);
});
window.addEventListener("resize", () => closeMenu(false));

// The conversation: messages come, change and go; by day, and one speaker's words together.

import { $, heard, locale, make, told, words } from "./dom.js";

const TOGETHER = 5 * 60_000;
const list = $("messages");
const scroller = $("scroller");
const day = (at, more) => new Intl.DateTimeFormat(locale, { timeZone: told.zone, ...more }).format(at);
const dayOf = (at) => day(at, { year: "numeric", month: "numeric", day: "numeric" });

export const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
export const toEnd = () => {
  atBottom = true;
  scroller.scrollTop = scroller.scrollHeight;
};

// Whoever is at the end stays there, also when a card grows or something opens above or below.
let atBottom = true;
const stay = new ResizeObserver(() => { if (atBottom) toEnd(); });
for (const one of [list, scroller]) stay.observe(one);
scroller.addEventListener("scroll", () => { atBottom = atEnd(); }, { passive: true });

// ---- grouping

function regroup(item) {
  if (!item || item.parentElement !== list) return;
  const before = item.previousElementSibling;
  const [at, earlier] = [Number(item.dataset.at), Number(before?.dataset.at)];
  const newDay = !before || dayOf(at) !== dayOf(earlier);
  item.querySelector(":scope > .day")?.remove();
  if (newDay) item.prepend(make("h3", { className: "day" }, make("span", {}, nameOfDay(at))));
  const same = before && before.dataset.author === item.dataset.author && before.dataset.alone === item.dataset.alone;
  const follows = !newDay && same && at - earlier < TOGETHER && !before.querySelector(".thread");
  item.classList.toggle("again", Boolean(follows));
}

function nameOfDay(at) {
  const now = Date.now() + ahead;
  if (dayOf(at) === dayOf(now)) return words("today");
  if (dayOf(at) === dayOf(now - 24 * 3_600_000)) return words("yesterday");
  const year = day(at, { year: "numeric" }) === day(now, { year: "numeric" }) ? {} : { year: "numeric" };
  return day(at, { weekday: "long", day: "numeric", month: "long", ...year });
}

let ahead = 0;
heard("clock", (clock) => {
  const before = dayOf(Date.now() + ahead);
  ahead = clock.ahead;
  if (dayOf(Date.now() + ahead) !== before) [...list.children].forEach(regroup);
});

// ---- one message

function drawn(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild;
}

export function place(message) {
  const known = $(`m-${message.id}`);
  if (known) return swap(known.querySelector(":scope > article"), message.html);
  const item = make("li", { id: `m-${message.id}`, data: { at: message.at, author: message.author, alone: message.private ? "yes" : "no" } });
  item.append(drawn(message.html));
  const parent = message.parent && $(`m-${message.parent}`);
  if (parent) return threadOf(parent).append(item);
  item.dataset.parent = message.parent ?? "";
  list.insertBefore(item, firstAfter(message.id));
  regroup(item);
  regroup(item.nextElementSibling);
}

// Nearly always there is none, or it is the first.
function firstAfter(id) {
  const number = (one) => Number(one?.id.slice(2) ?? 0);
  if (number(list.lastElementChild) < id) return null;
  return [...list.children].find((one) => number(one) > id) ?? null;
}

function threadOf(parent) {
  const known = parent.querySelector(":scope > .thread");
  if (known) return known;
  const thread = make("ol", { className: "thread", ariaLabel: words("answers") });
  parent.append(thread);
  regroup(parent.nextElementSibling);
  return thread;
}

// An answer came before the message it stands under.
export function rehang(item) {
  const parent = item.dataset.parent && $(`m-${item.dataset.parent}`);
  if (!parent) return;
  item.querySelector(":scope > .day")?.remove();
  item.classList.remove("again");
  threadOf(parent).append(item);
}

// A redraw must not take the focus away from somebody who works with the keyboard.
export function swap(old, html) {
  if (!old) return;
  const parts = (of) => [...of.querySelectorAll("button")];
  const focused = parts(old).indexOf(document.activeElement);
  const fresh = drawn(html);
  const self = old === document.activeElement;
  old.replaceWith(fresh);
  if (self) fresh.focus();
  if (focused < 0) return;
  if (!fresh.hasAttribute("tabindex")) fresh.tabIndex = -1;
  (parts(fresh)[focused] ?? parts(fresh)[0] ?? fresh).focus();
}

// A message for everybody leaves a line; a private one that was answered elsewhere leaves nothing.
export function gone(id) {
  const item = $(`m-${id}`);
  const article = item?.querySelector(":scope > article");
  if (!article) return;
  const next = item.nextElementSibling;
  const focused = article.contains(document.activeElement);
  if (article.classList.contains("private")) item.remove();
  else article.replaceWith(make("p", { className: "gone" }, words("gone")));
  if (next) regroup(next);
  if (focused) $("text").focus();
}

// ---- pointing at one, and going through them with the arrows

let wanted = null;

export function pointIfWanted() {
  if (wanted) point(wanted);
}

export function point(id) {
  const item = $(`m-${id}`);
  wanted = item ? null : id;
  if (!item) return;
  item.scrollIntoView({ block: "center" });
  const article = item.querySelector("article");
  article?.focus({ preventScroll: true });
}

scroller.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = document.activeElement;
  if (!step || (here !== scroller && !here.matches("article"))) return;
  const all = [...list.querySelectorAll("article")];
  const next = here === scroller ? all.at(step < 0 ? -1 : 0) : all[all.indexOf(here) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

// What the server tells of this conversation as it happens, and what came before.

import { $, announce, heard } from "./dom.js";
import { ask } from "./server.js";
import { noteLatest, noteOne, state } from "./state.js";
import { atEnd, gone, place, pointIfWanted, rehang, toEnd } from "./talk.js";

const list = $("messages");
const scroller = $("scroller");

function setBusy(busy) {
  for (const one of [list, scroller]) one.setAttribute("aria-busy", String(busy));
}

// ---- nothing moves under a finger: a button that is drawn anew while it is pressed loses the press

const MOST = 5_000;
let pressing = false;
let longest = 0;
const waiting = [];

function whenLetGo(react) {
  if (pressing || waiting.length) waiting.push(react);
  else react();
}

function letGo() {
  pressing = false;
  clearTimeout(longest);
  while (waiting.length) {
    const react = waiting.shift();
    try {
      react();
    } catch (error) {
      reportError(error);
    }
  }
}

// Of buttons alone: a list that unfolds keeps to itself that it was let go.
document.addEventListener("pointerdown", (event) => {
  pressing = event.button === 0 && Boolean(event.target.closest("button, a"));
  clearTimeout(longest);
  longest = setTimeout(letGo, MOST);
}, true);
// The click comes after the finger is up, and before what is put off.
for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, () => setTimeout(letGo), true);
window.addEventListener("blur", letGo);

// ---- what comes

let stream = null;

function connect() {
  stream?.close();
  list.replaceChildren();
  setBusy(true);
  const mine = new EventSource(`/playground/stream?${new URLSearchParams({ as: state.as, place: state.place })}`);
  stream = mine;
  const on = (name, react) => mine.addEventListener(name, (event) => whenLetGo(() => {
    if (stream === mine) react(JSON.parse(event.data));
  }));
  on("state", begin);
  on("message", (message) => {
    const end = atEnd();
    place(message);
    if (end) toEnd();
    noteOne(message.place, message.id);
    if (message.new) announce("posted", { ...message, here: true });
  });
  on("gone", (message) => gone(message.id));
  on("elsewhere", (message) => { noteOne(message.place, message.id); announce("posted", { ...message, here: false }); });
  on("clock", (clock) => announce("time", clock));
}

function begin(present) {
  announce("time", present);
  list.replaceChildren();
  present.messages.forEach(place);
  $("earlier").hidden = !present.more;
  setBusy(false);
  toEnd();
  noteLatest(present.latest);
  for (const one of present.messages) announce("shown", one);
  pointIfWanted();
}

// ---- older ones, when somebody scrolls up

let loading = false;

async function earlier() {
  const first = list.firstElementChild;
  if (loading || !first || $("earlier").hidden) return;
  loading = true;
  const { as, place: where } = state;
  const answer = await ask("earlier", { before: first.id.slice(2) });
  loading = false;
  if (!answer.messages || as !== state.as || where !== state.place) return;
  const [height, top] = [scroller.scrollHeight, scroller.scrollTop];
  scroller.setAttribute("aria-live", "off");
  answer.messages.reverse().forEach(place);
  [...list.querySelectorAll(":scope > [data-parent]")].forEach(rehang);
  $("earlier").hidden = !answer.more;
  scroller.scrollTop = top + scroller.scrollHeight - height;
  requestAnimationFrame(() => scroller.setAttribute("aria-live", "polite"));
}

$("earlier").addEventListener("click", earlier);
scroller.addEventListener("scroll", () => {
  if (scroller.scrollTop < 400 && !atEnd()) earlier();
}, { passive: true });

// ---- nothing here yet

function showEmpty() {
  const empty = list.getAttribute("aria-busy") === "false" && list.childElementCount === 0;
  $("empty").hidden = !empty;
}

new MutationObserver(showEmpty).observe(list, { childList: true, attributeFilter: ["aria-busy"] });
heard("moved", connect);

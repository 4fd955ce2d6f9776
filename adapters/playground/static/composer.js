// Typing: a message or a command, with suggestions, what was typed before, and an answer under a message.

import { $, announce, heard, memory, words } from "./dom.js";
import { post } from "./server.js";
import { roomAt, state } from "./state.js";
import { suggestions } from "./suggest.js";
import { toEnd } from "./talk.js";

const text = $("text");
const KEPT = 30;
const recent = memory.get("recent", {});
let back = 0;
let parent = null;
let follow = (answer) => answer;
let sending = false;
const queue = [];

export function start(react) {
  follow = react;
}

export function write(words_) {
  text.value = words_;
  grow();
  text.focus();
}

export function answerTo(message, name) {
  answerUnder({ message, name });
  text.focus();
}

function answerUnder(above) {
  parent = above;
  $("reply-to").textContent = words("reply_to", { naam: above.name });
  $("reply").hidden = false;
}

function noAnswer() {
  parent = null;
  $("reply").hidden = true;
}

// ---- sending: the field is free at once for what comes next, and one goes after the other

function say() {
  const typed = text.value;
  if (!typed.trim()) return;
  if (typed.trim().startsWith("/")) announce("asked");
  queue.push({ typed, parent, as: state.as, place: state.place });
  remember(typed.trim());
  text.value = "";
  noAnswer();
  grow();
  sendAll();
}

async function sendAll() {
  if (sending) return;
  sending = true;
  try {
    while (queue.length) {
      const { typed, parent: above, as, place } = queue[0];
      const answer = await post("say", { text: typed, parent: above?.message ?? null, as, place });
      if (answer.refused) comeBack();
      else queue.shift();
      follow(answer);
      if (!answer.refused) toEnd();
    }
  } finally {
    sending = false;
  }
}

// What did not go, and what was to go after it, stands before what is being typed.
function comeBack() {
  const unsent = queue.splice(0);
  const [{ parent: above, place }] = unsent;
  list.close();
  text.value = [...unsent.map((one) => one.typed), text.value].filter(Boolean).join("\n");
  if (above && !parent && place === state.place) answerUnder(above);
  grow();
}

// ---- what was typed before

function remember(typed) {
  const mine = recent[state.as] ?? [];
  recent[state.as] = [typed, ...mine.filter((one) => one !== typed)].slice(0, KEPT);
  memory.set("recent", recent);
  back = 0;
}

function earlier(step) {
  const mine = recent[state.as] ?? [];
  const showing = back > 0 && text.value === mine[back - 1];
  if (text.value && !showing) return false;
  const to = (showing ? back : 0) + step;
  if (to < 0 || to > mine.length) return false;
  back = to;
  text.value = back ? mine[back - 1] : "";
  grow();
  return true;
}

function grow() {
  text.rows = Math.min(6, text.value.split("\n").length);
}

const list = suggestions(text, $("suggestions"), grow);

$("say").addEventListener("submit", (event) => { event.preventDefault(); say(); });
$("reply-off").addEventListener("click", () => { noAnswer(); text.focus(); });
text.addEventListener("input", grow);
text.addEventListener("keydown", (event) => {
  if (event.isComposing || list.key(event)) return;
  const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
  if (event.key === "Escape" && parent) noAnswer();
  else if (event.key === "Enter" && !event.shiftKey) say();
  else if (!step || !earlier(step)) return;
  event.preventDefault();
});

// ---- an empty place has an example ready

export function example() {
  const colleague = state.as === "sanne" ? "youssef" : "sanne";
  return roomAt(state.place)
    ? `/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @${colleague}`
    : "/klant";
}

$("empty-example").addEventListener("click", () => write(example()));

heard("moved", () => {
  noAnswer();
  list.close();
  const room = roomAt(state.place);
  $("empty-text").textContent = words(!room ? "empty_bot" : room.shared ? "empty_outside" : "empty_room");
  $("empty-example").hidden = Boolean(room?.shared);
});

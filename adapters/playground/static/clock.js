// The clock of the try-out: it walks forward, and tells what happened on the way.

import { $, announce, heard, locale, make, told, words } from "./dom.js";
import { hush, tell, whisper } from "./notice.js";
import { post } from "./server.js";
import { choose, labelOf, nameOf, state } from "./state.js";
import { point } from "./talk.js";

const inWords = new Intl.DateTimeFormat(locale, {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23",
  timeZone: told.zone,
});
let ahead = 0;

heard("time", (clock) => {
  ahead = clock.now - Date.now();
  tick();
  announce("clock", { ahead });
});

function tick() {
  const now = new Date(Date.now() + ahead);
  $("now").textContent = inWords.format(now);
  $("now").dateTime = now.toISOString();
}

async function walk(wish, button, follow) {
  button.disabled = true;
  $("notice").textContent = words("walking");
  $("notice").hidden = false;
  const answer = follow(await post("clock", wish));
  button.disabled = false;
  const day = button.closest("details");
  if (!answer.happened) {
    hushUnless(answer);
    return button.focus();
  }
  if (day) day.open = false;
  (day?.querySelector("summary") ?? button).focus();
  showWay(answer);
  if (answer.another_day) announce("day");
  return undefined;
}

function hushUnless(answer) {
  if (!answer.refused) hush();
}

// ---- what happened on the way

function showWay(answer) {
  $("way").hidden = answer.came.length === 0;
  if (answer.came.length === 0) return tell(answer.happened);
  hush();
  whisper(answer.happened);
  $("way-title").textContent = answer.happened;
  const items = answer.came.map((one) => make("li", {}, itemOf(one)));
  if (answer.earlier) items.unshift(make("li", { className: "hint" }, words("more_happened", { aantal: answer.earlier })));
  $("way-list").replaceChildren(...items);
  return undefined;
}

function itemOf(one) {
  const mine = one.reader === state.as;
  const where = one.private ? words("private_to", { naam: nameOf(one.private) }) : labelOf(one.place);
  const what = one.words || words("read_as", { naam: nameOf(one.reader) });
  const button = make("button", { type: "button" },
    make("time", {}, one.at), " ", make("strong", {}, where), " ", make("span", {}, what));
  if (!mine && one.words) button.append(" ", make("span", { className: "hint" }, `(${words("read_as", { naam: nameOf(one.reader) })})`));
  button.addEventListener("click", () => {
    const here = mine && one.place === state.place;
    if (!here) choose(one.reader, one.place);
    point(one.message);
  });
  return button;
}

$("way-close").addEventListener("click", () => { $("way").hidden = true; $("text").focus(); });
$("way").addEventListener("keydown", (event) => {
  if (event.key === "Escape") $("way-close").click();
});

export function start(follow) {
  document.querySelectorAll("[data-step]").forEach((button) => {
    button.addEventListener("click", () => walk({ step: button.dataset.step }, button, follow));
  });
  $("to-date").addEventListener("submit", (event) => {
    event.preventDefault();
    walk({ date: $("date").value }, event.submitter ?? $("to-date").querySelector("button"), follow);
  });
  $("other-day").addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !$("other-day").open) return;
    $("other-day").open = false;
    $("other-day").querySelector("summary").focus();
  });
  $("wind").addEventListener("click", () => {
    $("wind").setAttribute("aria-expanded", String($("wind").getAttribute("aria-expanded") !== "true"));
  });
  setInterval(tick, 1000);
}

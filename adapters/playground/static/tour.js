// The first tour: what a visitor can do. Steps tick themselves off by what really happened.

import { $, announce, heard, make, memory, narrow, told, words } from "./dom.js";
import { example, write } from "./composer.js";
import { choose, roomAt, state } from "./state.js";

const fresh = { done: [], closed: false, began: "" };
let tour = { ...fresh, ...memory.get("tour", {}) };
const isDone = (step) => tour.done.includes(step.name);
const current = () => told.tour.find((step) => !isDone(step));

function keep(changes) {
  tour = { ...tour, ...changes };
  memory.set("tour", tour);
  draw();
}

function tick(sign, fits) {
  for (const step of told.tour) {
    if (step.sign !== sign || isDone(step) || !fits(step)) continue;
    keep({ done: [...tour.done, step.name], began: sign === "posted" ? state.as : tour.began });
  }
}

// What somebody else rings in another window is not a step that was taken here.
let asked = false;
heard("asked", () => { asked = true; });

heard("posted", (message) => {
  tick("posted", (step) => asked && step.ritual === message.ritual);
  tick("shown", (step) => message.here && step.ritual === message.ritual);
});
heard("shown", (message) => tick("shown", (step) => step.ritual === message.ritual));
heard("did", (deed) => tick("acted", (step) => deed.as !== tour.began && [step.action, "👏"].includes(deed.action)));
heard("day", () => tick("day", () => true));
heard("own", (deed) => tick("own", () => deed.organises));

// ---- each button brings somebody there, and does nothing for them

const GOES = {
  example: () => {
    if (!roomAt(state.place) || roomAt(state.place).shared) choose(state.as, "successen");
    write(example());
  },
  be: (step) => {
    choose(step.value, step.sign === "own" ? `dm:${step.value}` : state.place);
    $(step.sign === "own" ? "home" : "scroller").focus();
  },
  place: (step) => {
    choose(state.as, step.value);
    $("text").focus();
  },
  clock: () => {
    if (narrow.matches) $("wind").setAttribute("aria-expanded", "true");
    document.querySelector("[data-step=workday]").focus();
  },
};

// ---- drawing

function draw() {
  const step = current();
  const count = told.tour.filter(isDone).length;
  $("tour").hidden = tour.closed;
  $("tour-count").textContent = words("tour_done", { aantal: count, totaal: told.tour.length });
  $("tour-steps").replaceChildren(...told.tour.map(itemOf));
  if (!step) return $("tour-now").replaceChildren(make("p", {}, words("tour_all")), againButton());
  const button = make("button", { type: "button", data: { go: step.go } }, step.button);
  button.addEventListener("click", () => GOES[step.go](step));
  return $("tour-now").replaceChildren(
    make("p", {}, make("strong", {}, step.title), " ", make("span", { className: "tour-text" }, step.text)), button,
  );
}

function againButton() {
  const button = make("button", { type: "button" }, words("tour_again"));
  button.addEventListener("click", () => { keep({ ...fresh }); $("tour-now").querySelector("button").focus(); });
  return button;
}

function itemOf(step) {
  const done = isDone(step);
  const item = make("li", { className: done ? "done" : "" }, step.title);
  if (done) item.append(" ", make("span", { className: "unseen" }, words("done")));
  else if (step === current()) item.setAttribute("aria-current", "step");
  return item;
}

$("tour-close").addEventListener("click", () => { keep({ closed: true }); $("text").focus(); });
$("tour-open").addEventListener("click", () => {
  keep({ closed: false });
  if (narrow.matches) announce("fold");
  $("tour-now").querySelector("button").focus();
});
draw();

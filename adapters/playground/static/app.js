"use strict";
// The page: who somebody is, where they look, what is said there, and the clock.

const $ = (id) => document.getElementById(id);
const world = JSON.parse(document.body.dataset.world);
const address = new URL(location.href);
const state = {
  as: address.searchParams.get("als") in world.people ? address.searchParams.get("als") : "fatima",
  place: address.searchParams.get("plek") ?? "",
  unread: {},
  ahead: 0,
  stream: null,
};
const SENTENCE_LOST = "Ik kan de server even niet bereiken. Je tekst staat er nog: probeer het zo nog eens.";
let noticeTimer = 0;

// ---- talking to the server

async function post(what, body) {
  hush();
  const message = { id: crypto.randomUUID(), as: state.as, place: state.place, ...body };
  // The same id again after a lost connection: what did arrive is not done twice.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const answer = await fetch(`/playground/${what}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(message),
      });
      return await answer.json();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }
  return { refused: SENTENCE_LOST };
}

async function ask(what, more = {}) {
  const query = new URLSearchParams({ as: state.as, place: state.place, ...more });
  try {
    return await (await fetch(`/playground/${what}?${query}`)).json();
  } catch {
    return { refused: SENTENCE_LOST };
  }
}

// What is shown goes by itself; screen readers can read it again until there is something else to tell.
function tell(sentence) {
  clearTimeout(noticeTimer);
  $("told").textContent = $("notice").textContent = sentence;
  $("notice").hidden = false;
  noticeTimer = setTimeout(hush, 8000);
}

function hush() {
  $("notice").hidden = true;
}

function follow(answer) {
  if (answer.refused) tell(answer.refused);
  if (answer.redrawn) {
    const card = document.querySelector(`[data-message="${answer.redrawn.id}"] .card`);
    if (card) swap(card, answer.redrawn.html);
  }
  if (answer.changed) $(`m-${answer.changed}`)?.scrollIntoView({ block: "nearest" });
  if (answer.form) forms.open(answer.form);
  return answer;
}

// ---- people and places

function rooms() {
  return world.rooms.filter((room) => room.members.includes(state.as));
}

function choose(as, place) {
  hush();
  state.as = as;
  const known = [...rooms().map((room) => room.id), `dm:${as}`];
  state.place = known.includes(place) ? place : known[0];
  address.searchParams.set("als", state.as);
  address.searchParams.set("plek", state.place);
  history.replaceState(null, "", address);
  $("who").value = as;
  delete unread()[state.place];
  drawPlaces();
  drawHead();
  connect();
}

function unread() {
  state.unread[state.as] ??= {};
  return state.unread[state.as];
}

function drawPlaces() {
  const own = { id: `dm:${state.as}`, label: "Klantritme", mark: "icon.svg" };
  const all = [...rooms().map((room) => ({ id: room.id, label: room.id, mark: room.private ? "lock.svg" : "#" })), own];
  $("places").replaceChildren(...all.map((place) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.place = place.id;
    if (place.id === state.place) button.setAttribute("aria-current", "page");
    const mark = document.createElement("span");
    mark.className = "mark";
    mark.append(place.mark.endsWith(".svg") ? picture(place.mark) : place.mark);
    mark.setAttribute("aria-hidden", "true");
    button.append(mark, place.label);
    if (unread()[place.id]) {
      const dot = document.createElement("span");
      dot.className = "dot";
      const words = document.createElement("span");
      words.className = "unseen";
      words.textContent = "nieuw";
      dot.append(words);
      button.append(dot);
    }
    item.append(button);
    return item;
  }));
  $("places").querySelector("[aria-current]").scrollIntoView({ block: "nearest", inline: "nearest" });
}

function picture(name) {
  const image = document.createElement("img");
  image.src = `/playground/static/${name}`;
  image.alt = "";
  image.width = image.height = 18;
  return image;
}

function drawHead() {
  const room = world.rooms.find((one) => one.id === state.place);
  $("title").textContent = room ? `${room.private ? "" : "#"}${room.id}` : "Klantritme";
  $("purpose").textContent = room ? room.purpose : "jouw eigen gesprek met de bot";
  $("work").textContent = world.people[state.as].work;
  $("home").hidden = Boolean(room);
  $("text").placeholder = room
    ? "Typ iets, of /bel"
    : "Typ iets, of /klant";
  drawEmpty(room);
}

function drawEmpty(room) {
  const example = room
    ? `/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @${state.as === "sanne" ? "youssef" : "sanne"}`
    : "/klant";
  if (!room) $("empty-text").textContent = "Nog geen berichten. Typ /klant om te zien wat ik kan.";
  else if (room.shared) $("empty-text").textContent = "Nog geen berichten. Hier kijken ook mensen van buiten mee.";
  else $("empty-text").textContent = "Nog geen berichten. Is er iets moois gelukt? Typ /bel.";
  $("empty-example").dataset.example = example;
  $("empty-example").hidden = Boolean(room?.shared);
}

function showEmpty() {
  $("empty").hidden = $("messages").ariaBusy === "true" || $("messages").childElementCount > 0;
}

// ---- the conversation

function connect() {
  state.stream?.close();
  $("messages").replaceChildren();
  $("messages").setAttribute("aria-busy", "true");
  const query = new URLSearchParams({ as: state.as, place: state.place });
  const stream = new EventSource(`/playground/stream?${query}`);
  state.stream = stream;
  const on = (name, react) => stream.addEventListener(name, (event) => {
    if (stream === state.stream) react(JSON.parse(event.data));
  });
  on("state", (present) => {
    $("messages").replaceChildren();
    present.messages.forEach(place);
    setClock(present.now);
    $("messages").setAttribute("aria-busy", "false");
    toEnd();
  });
  on("message", (message) => {
    const end = atEnd();
    place(message);
    if (end) toEnd();
  });
  on("gone", (message) => $(`m-${message.id}`)?.remove());
  on("unread", (news) => { unread()[news.place] = true; drawPlaces(); });
  on("clock", (clock) => setClock(clock.now));
}

function place(message) {
  const known = $(`m-${message.id}`);
  if (known) return swap(known.querySelector("article"), message.html);
  const item = document.createElement("li");
  item.id = `m-${message.id}`;
  item.innerHTML = message.html;
  const parent = message.parent && $(`m-${message.parent}`);
  if (!parent) return void $("messages").append(item);
  let thread = parent.querySelector(":scope > .thread");
  if (!thread) {
    thread = document.createElement("ol");
    thread.className = "thread";
    thread.setAttribute("aria-label", "Antwoorden");
    parent.append(thread);
  }
  thread.append(item);
}

// A redraw must not take the focus away from somebody who works with the keyboard.
function swap(old, html) {
  const buttons = [...old.querySelectorAll("button")];
  const focused = buttons.indexOf(document.activeElement);
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const fresh = holder.content.firstElementChild;
  old.replaceWith(fresh);
  if (focused < 0) return;
  fresh.tabIndex = -1;
  (fresh.querySelectorAll("button")[focused] ?? fresh.querySelector("button") ?? fresh).focus();
}

const atEnd = () => $("messages").scrollHeight - $("messages").scrollTop - $("messages").clientHeight < 120;
const toEnd = () => { $("messages").scrollTop = $("messages").scrollHeight; };

// ---- pressing

async function sure(button) {
  $("sure-no").textContent = (await ask("words")).leave ?? "Laat staan";
  $("sure-text").textContent = button.dataset.confirm;
  $("sure-yes").textContent = button.textContent;
  $("sure-yes").className = button.classList.contains("danger") ? "danger full" : "primary";
  $("sure").showModal();
  return new Promise((resolve) => {
    const done = (yes) => { $("sure").close(); resolve(yes); };
    $("sure-yes").onclick = () => done(true);
    $("sure-no").onclick = () => done(false);
    $("sure").oncancel = () => resolve(false);
  });
}

async function press(button) {
  const id = button.closest("[data-message]")?.dataset.message;
  if (button.ariaDisabled === "true" || (button.dataset.confirm && !(await sure(button)))) return;
  if ($("own").open) $("own").close();
  // Not `disabled`: that takes the focus away, and then the card that comes in its place cannot get it.
  button.ariaDisabled = "true";
  follow(await post("press", {
    message: id ? Number(id) : null,
    action: button.dataset.action,
    ref: button.dataset.ref ?? null,
  }));
  button.ariaDisabled = null;
}

async function react(button) {
  follow(await post("react", {
    message: Number(button.closest("[data-message]").dataset.message),
    emoji: button.dataset.emoji,
    on: button.getAttribute("aria-pressed") !== "true",
  }));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.action) press(button);
  else if (button.dataset.emoji) react(button);
  else if (button.dataset.place) { choose(state.as, button.dataset.place); $("text").focus(); }
  else if (button.dataset.step) walk({ step: button.dataset.step }, button);
  else if (button.dataset.example) { $("text").value = button.dataset.example; grow(); $("text").focus(); }
});

// ---- typing

const forms = new Forms(
  $("form"),
  async (typed) => (await ask("search", { q: typed })).options ?? [],
  async (what) => follow(await post("submit", what)),
  async (what) => follow(await post("close-form", what)),
);

async function say() {
  const text = $("text").value;
  if (!text.trim() || $("say").dataset.busy) return;
  $("say").dataset.busy = "yes";
  const answer = follow(await post("say", { text }));
  delete $("say").dataset.busy;
  if (answer.refused) return;
  if ($("text").value === text) $("text").value = "";
  grow();
  toEnd();
}

function grow() {
  $("text").rows = Math.min(6, $("text").value.split("\n").length);
}

$("say").addEventListener("submit", (event) => { event.preventDefault(); say(); });
$("text").addEventListener("input", grow);
$("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    say();
  }
});
$("who").addEventListener("change", () => choose($("who").value, state.place));

$("home").addEventListener("click", async () => {
  const [answer, words] = await Promise.all([ask("home"), ask("words")]);
  if (!follow(answer).html) return;
  $("own-title").textContent = words.own ?? "Mijn pagina";
  $("own-close").textContent = words.close ?? "Sluiten";
  $("own-card").innerHTML = answer.html;
  $("own").showModal();
});
$("own-close").addEventListener("click", () => $("own").close());

// ---- the clock

const narrow = matchMedia("(max-width: 46rem)");
const inWords = (length) => new Intl.DateTimeFormat("nl-NL", {
  weekday: length, day: "numeric", month: length, hour: "2-digit", minute: "2-digit", second: "2-digit",
  timeZone: document.body.dataset.zone,
});
const [clockLong, clockShort] = [inWords("long"), inWords("short")];

function setClock(now) {
  state.ahead = now - Date.now();
  tick();
}

function tick() {
  const now = new Date(Date.now() + state.ahead);
  $("now").textContent = (narrow.matches ? clockShort : clockLong).format(now);
  $("now").dateTime = now.toISOString();
}

async function walk(wish, button) {
  button.disabled = true;
  const answer = follow(await post("clock", wish));
  button.disabled = false;
  if (!answer.happened) return button.focus();
  const day = button.closest("details");
  if (day) day.open = false;
  (day?.querySelector("summary") ?? button).focus();
  tell(answer.happened);
}

$("to-date").addEventListener("submit", (event) => {
  event.preventDefault();
  walk({ date: $("date").value }, event.submitter ?? $("to-date").querySelector("button"));
});

$("wind").addEventListener("click", () => {
  $("wind").ariaExpanded = String($("wind").ariaExpanded !== "true");
});

new MutationObserver(showEmpty).observe($("messages"), { childList: true, attributeFilter: ["aria-busy"] });
setInterval(tick, 1000);
choose(state.as, state.place);

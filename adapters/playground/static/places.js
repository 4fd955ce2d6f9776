// Left: the places and private chats of whoever one is, what is new there, and who one is.

import { $, avatar, heard, make, narrow, rove, told, words } from "./dom.js";
import { openMenu } from "./menu.js";
import { choose, isNew, roomsOf, state } from "./state.js";

function buttonOf(place, mark, label, hint) {
  const fresh = isNew(place);
  const here = place === state.place;
  const button = make(
    "button",
    { type: "button", data: { place }, tabIndex: here ? 0 : -1, className: fresh ? "fresh" : "", ariaCurrent: here ? "page" : null },
    make("span", { className: "mark", ariaHidden: "true" }, mark),
    make("span", { className: "label" }, label),
  );
  if (hint) button.append(" ", make("span", { className: "unseen" }, hint));
  if (fresh) button.append(" ", make("span", { className: "dot" }, make("span", { className: "unseen" }, words("new"))));
  button.addEventListener("click", () => {
    choose(state.as, place);
    unfold(false);
    $("text").focus();
  });
  return make("li", {}, button);
}

function picture(name) {
  return make("img", { src: `/playground/static/${name}`, alt: "", width: 18, height: 18 });
}

function drawPlaces() {
  const focused = document.activeElement?.dataset?.place;
  $("channels").replaceChildren(...roomsOf(state.as).map((room) => (
    buttonOf(room.id, room.private ? picture("lock.svg") : "#", room.id, room.private ? words("locked") : "")
  )));
  $("chats").replaceChildren(buttonOf(`dm:${state.as}`, picture("icon.svg"), told.botName));
  if (focused) buttons().find((one) => one.dataset.place === focused)?.focus();
  $("unfold").classList.toggle("fresh", buttons().some((one) => one.className === "fresh"));
}

const buttons = () => [...$("drawer").querySelectorAll("[data-place]")];

// ---- who I am

function drawWho() {
  const person = told.people[state.as];
  $("who-avatar").textContent = person.name[0];
  $("who-avatar").dataset.who = state.as;
  $("who-name").textContent = person.name;
  $("who-work").textContent = [person.work, ...(person.teams ? [words("on_teams")] : [])].join(" · ");
}

function personEntry([account, person]) {
  const name = make("strong", {}, person.name);
  const work = make("span", { className: "work" }, person.work);
  const tools = person.teams ? [" ", make("span", { className: "badge" }, words("on_teams"))] : [];
  return {
    content: [avatar(account), make("span", { className: "lines" }, name, " ", work, ...tools)],
    checked: account === state.as,
    act: () => choose(account, state.place),
  };
}

$("who").addEventListener("click", () => {
  openMenu($("who"), words("be"), Object.entries(told.people).map(personEntry));
});

// ---- on a telephone the places unfold

function unfold(open) {
  $("unfold").setAttribute("aria-expanded", String(open));
  if (open) ($("drawer").querySelector("[aria-current]") ?? buttons()[0]).focus();
}

$("unfold").addEventListener("click", () => unfold($("unfold").getAttribute("aria-expanded") !== "true"));
$("drawer").addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !narrow.matches) return;
  unfold(false);
  $("unfold").focus();
});
document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest(".side") && narrow.matches) unfold(false);
});
rove($("drawer").querySelector("nav"), buttons);

heard("moved", () => { drawWho(); drawPlaces(); });
heard("news", drawPlaces);
heard("fold", () => unfold(false));

// Who somebody is and where they look.

import { $, announce, heard, memory, told, words } from "./dom.js";

const address = new URL(location.href);
address.searchParams.delete("taal");

export const state = { as: "", place: "" };

export const roomsOf = (account) => told.rooms.filter((room) => room.members.includes(account));
const placesOf = (account) => [...roomsOf(account).map((room) => room.id), `dm:${account}`];
export const roomAt = (place) => told.rooms.find((room) => room.id === place);
export const nameOf = (account) => told.people[account]?.name ?? told.botName;
export const labelOf = (place) => (roomAt(place) ? `#${place}` : told.botName);

// Become somebody, look somewhere. What cannot be is the nearest that can.
export function choose(as, place) {
  const before = { ...state };
  state.as = as in told.people ? as : Object.keys(told.people)[0];
  const known = placesOf(state.as);
  state.place = known.includes(place) ? place : place?.startsWith("dm:") ? known.at(-1) : known[0];
  address.searchParams.set("als", state.as);
  address.searchParams.set("plek", state.place);
  history.replaceState(null, "", address);
  announce("moved", { became: before.as !== state.as });
}

export function begin() {
  choose(address.searchParams.get("als"), address.searchParams.get("plek"));
}

// ---- what has not been seen yet, per person and place: the newest number that was in sight

const seen = memory.get("seen", {});
const latest = {};

export function isNew(place) {
  return place !== state.place && (latest[place] ?? 0) > (seen[`${state.as} ${place}`] ?? 0);
}

// Numbers lower than were seen before are those of another database, or something was taken away.
export function noteLatest(numbers) {
  Object.assign(latest, numbers);
  for (const place of Object.keys(numbers)) {
    const key = `${state.as} ${place}`;
    seen[key] = place === state.place ? latest[place] : Math.min(seen[key] ?? 0, latest[place]);
  }
  memory.set("seen", seen);
  announce("news");
}

export function noteOne(place, number) {
  if ((latest[place] ?? 0) < number) noteLatest({ [place]: number });
}

// ---- the head of the conversation

function drawHead() {
  const room = roomAt(state.place);
  $("title").textContent = room ? `#${room.id}` : told.botName;
  $("purpose").textContent = room
    ? [room.purpose, ...(room.shared && room.purpose !== words("outside") ? [words("outside")] : [])].join(" · ")
    : words("bot_chat");
  $("home").hidden = Boolean(room);
  $("text").placeholder = words(room ? "typing_room" : "typing_bot");
  document.title = `${room ? `#${room.id}` : told.botName} · ${nameOf(state.as)} · ${words("title")}`;
}

heard("moved", drawHead);

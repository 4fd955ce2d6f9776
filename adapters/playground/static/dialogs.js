// The dialogs: forms, and the page of one's own.

import { $, announce, told } from "./dom.js";
import { Forms } from "./forms.js";
import { ask, post } from "./server.js";
import { state } from "./state.js";

let follow = (answer) => answer;

export function start(react) {
  follow = react;
}

export const forms = new Forms(
  $("form"),
  async (typed) => (await ask("search", { q: typed })).options ?? [],
  async (what) => {
    announce("asked");
    return follow(await post("submit", what));
  },
  async (what) => follow(await post("close-form", what)),
);

$("home").addEventListener("click", async () => {
  const answer = await ask("home");
  if (!follow(answer).html) return;
  $("own-card").innerHTML = answer.html;
  $("own").showModal();
  announce("own", { organises: told.people[state.as].organises });
});
$("own-close").addEventListener("click", () => $("own").close());

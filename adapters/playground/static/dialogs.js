// The dialogs: forms, and the page of one's own.

import { $, announce, make, told, words } from "./dom.js";
import { Forms } from "./forms.js";
import { ask, look, post } from "./server.js";
import { state } from "./state.js";

let follow = (answer) => answer;

export function start(react) {
  follow = react;
}

const forms = new Forms(
  $("form"),
  async (typed) => (await ask("search", { q: typed })).options ?? [],
  async (what) => {
    announce("asked");
    return follow(await post("submit", what));
  },
  async (what) => follow(await post("close-form", what)),
  (what) => look("typing", what),
);

export function previewOf(kind, id) {
  const query = new URLSearchParams({ as: state.as, place: state.place });
  return `${told.previews[kind].replace("{id}", id)}?${query}`;
}

export function openForm(html) {
  forms.open(html);
  const draft = forms.form.dataset.draft;
  if (!told.previews.form || !draft) return;
  const link = { href: previewOf("form", draft), target: "_blank", rel: "noopener", className: "button" };
  $("form").querySelector(".controls:last-child").append(make("a", link, words("preview")));
}

$("home").addEventListener("click", async () => {
  const answer = await ask("home");
  if (!follow(answer).html) return;
  $("own-card").innerHTML = answer.html;
  $("own").showModal();
  announce("own", { organises: told.people[state.as].organises });
});
$("own-close").addEventListener("click", () => $("own").close());

// Buttons of cards, emoji, and the menu of every message.

import { $, announce, told, words } from "./dom.js";
import { openForm, previewOf } from "./dialogs.js";
import { closeMenu, openMenu } from "./menu.js";
import { tell } from "./notice.js";
import { answerTo } from "./composer.js";
import { post } from "./server.js";
import { nameOf, state } from "./state.js";
import { swap } from "./talk.js";

// What the server says to do next.
export function follow(answer) {
  if (answer.refused) tell(answer.refused);
  if (answer.redrawn) swap(document.querySelector(`[data-message="${answer.redrawn.id}"] .card`), answer.redrawn.html);
  if (answer.changed) $(`m-${answer.changed}`)?.scrollIntoView({ block: "nearest" });
  if (answer.form) openForm(answer.form);
  return answer;
}

// ---- buttons of a card

function sure(button) {
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

const numberOf = (button) => {
  const id = button.closest("[data-message]")?.dataset.message;
  return id ? Number(id) : null;
};

async function press(button) {
  const message = numberOf(button);
  if (button.ariaDisabled === "true" || (button.dataset.confirm && !(await sure(button)))) return;
  if ($("own").open) $("own").close();
  // Not `disabled`: that takes the focus away, and then the card that comes in its place cannot get it.
  button.ariaDisabled = "true";
  const { action, ref } = button.dataset;
  const answer = follow(await post("press", { message, action, ref: ref ?? null }));
  button.ariaDisabled = null;
  if (!answer.refused) announce("did", { action, as: state.as });
}

// ---- emoji

async function react(message, emoji, on) {
  const answer = follow(await post("react", { message, emoji, on }));
  if (!answer.refused && on) announce("did", { action: emoji, as: state.as });
}

function chooseEmoji(button) {
  const message = numberOf(button);
  const name = (emoji) => words("with", { emoji });
  openMenu(button, words("react"), told.emoji.map((emoji) => (
    { label: emoji, name: name(emoji), act: () => react(message, emoji, true) }
  )), true);
}

// ---- the menu of a message

function openMessage(button) {
  const article = button.closest("[data-message]");
  const number = numberOf(button);
  const open = !article.classList.contains("private");
  const isMine = article.classList.contains("mine");
  const text = [...article.querySelectorAll(".text, .voice, .small")].map((one) => one.textContent).join("\n");
  const entries = [];
  const author = article.querySelector(".avatar").dataset.who;
  if (open) entries.push({ label: words("reply"), act: () => answerTo(number, nameOf(author)) });
  if (open && isMine) {
    for (const pick of told.picks) {
      entries.push({ label: pick.label, act: async () => follow(await post("pick", { message: number, word: pick.word })) });
    }
  }
  if (told.previews.message && !isMine) entries.push({ label: words("preview"), link: previewOf("message", number) });
  entries.push({ label: words("copy"), act: () => copy(text) });
  openMenu(button, words("menu"), entries);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell(words("copied"));
  } catch {
    tell(text);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.action) press(button);
  else if (button.dataset.emoji) react(numberOf(button), button.dataset.emoji, button.getAttribute("aria-pressed") !== "true");
  else if (button.dataset.open === "emoji") chooseEmoji(button);
  else if (button.dataset.open === "message") openMessage(button);
  else return;
  if (!button.dataset.open) closeMenu(false);
});

// The bell can be heard and seen. Sound only once somebody has allowed it; stillness where that is asked for.

import { $, calm, heard, memory, told, words } from "./dom.js";
import { tell } from "./notice.js";
import { labelOf } from "./state.js";

const QUIET = 2_000;
// A struck bell: partials above its tone, each softer and shorter than the one before.
const PARTIALS = [[1, 1, 2.6], [2, 0.6, 2], [2.4, 0.45, 1.6], [3, 0.3, 1.2], [4.5, 0.2, 0.7], [5.3, 0.12, 0.5]];
const TONE = 620;
let wanted = memory.get("sound", false);
let audio = null;
let last = -QUIET;

function ready() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
}

function sound() {
  if (!audio || audio.state !== "running") return;
  const [now, out] = [audio.currentTime, audio.createGain()];
  out.gain.value = 0.16;
  out.connect(audio.destination);
  for (const [times, loud, lasts] of PARTIALS) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    tone.frequency.value = TONE * times;
    volume.gain.setValueAtTime(loud, now);
    volume.gain.exponentialRampToValueAtTime(0.0001, now + lasts);
    tone.connect(volume).connect(out);
    tone.start(now);
    tone.stop(now + lasts);
  }
}

function light() {
  if (calm()) return;
  $("light").classList.remove("on");
  requestAnimationFrame(() => $("light").classList.add("on"));
}

// Several places at once are one bell.
heard("posted", (message) => {
  if (message.ritual !== told.rings || message.parent || performance.now() - last < QUIET) return;
  last = performance.now();
  document.body.dataset.rang = String(Number(document.body.dataset.rang ?? 0) + 1);
  if (wanted) sound();
  light();
  if (!message.here) tell(words("rung", { plek: labelOf(message.place) }));
});

function draw() {
  $("sound").setAttribute("aria-pressed", String(wanted));
  $("sound").textContent = words(wanted ? "bell_on" : "bell_off");
}

$("sound").addEventListener("click", async () => {
  wanted = !wanted;
  memory.set("sound", wanted);
  draw();
  if (!wanted) return;
  ready();
  await audio.resume();
  sound();
});

// A browser only lets a page sound after a touch, also when it was allowed earlier.
for (const kind of ["pointerdown", "keydown"]) {
  document.addEventListener(kind, () => { if (wanted) ready(); }, { once: true });
}
draw();

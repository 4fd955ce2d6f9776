// One sentence that goes by itself; screen readers can read it again until there is something else to tell.

import { $, heard } from "./dom.js";

let timer = 0;

export function tell(sentence) {
  clearTimeout(timer);
  $("told").textContent = $("notice").textContent = sentence;
  $("notice").hidden = false;
  timer = setTimeout(hush, 8000);
}

// For who listens only: what others can see already.
export function whisper(sentence) {
  $("told").textContent = sentence;
}

export function hush() {
  $("notice").hidden = true;
}

heard("acted", hush);
heard("moved", hush);

// Talking to the server. What did arrive is not done twice: the same request keeps its id.

import { announce, words } from "./dom.js";
import { state } from "./state.js";

const MOST = 60_000;

export async function post(what, body) {
  announce("acted");
  const message = { id: crypto.randomUUID(), as: state.as, place: state.place, ...body };
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const answer = await fetch(`/playground/${what}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(MOST),
      });
      return await answer.json();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
  }
  return { refused: words("lost") };
}

// What is still being typed: asked once, and an answer that does not come is not missed.
export async function look(what, body) {
  try {
    const answer = await fetch(`/playground/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ as: state.as, place: state.place, ...body }),
    });
    return await answer.json();
  } catch {
    return {};
  }
}

export async function ask(what, more = {}) {
  const query = new URLSearchParams({ as: state.as, place: state.place, ...more });
  try {
    return await (await fetch(`/playground/${what}?${query}`)).json();
  } catch {
    return { refused: words("lost") };
  }
}

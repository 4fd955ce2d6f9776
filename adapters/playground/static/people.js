// The field for people: search while typing, arrows to choose, Enter to take, words of one's own where allowed.

export function peopleField(field, search) {
  const input = field.querySelector("input");
  const list = field.querySelector(".options");
  const chosen = field.querySelector(".chosen");
  const multiple = field.dataset.multiple === "yes";
  let asked = 0;
  let active = -1;
  let found = { typed: "", options: [] };

  const options = () => [...list.children];

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function point(at) {
    active = at;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at >= 0) {
      input.setAttribute("aria-activedescendant", options()[at].id);
      options()[at].scrollIntoView({ block: "nearest" });
    }
  }

  function take(value, label) {
    if (!multiple) chosen.replaceChildren();
    if (![...chosen.children].some((item) => item.dataset.value === value)) {
      const item = document.createElement("li");
      item.dataset.value = value;
      const name = document.createElement("span");
      name.textContent = label;
      const off = document.createElement("button");
      off.type = "button";
      off.textContent = "×";
      off.setAttribute("aria-label", input.dataset.off.replace("{naam}", label));
      item.append(name, off);
      chosen.append(item);
    }
    input.value = "";
    close();
    changed();
  }

  // Words that were typed tell it themselves; a name that is chosen or taken off does not.
  function changed() {
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // A whole name, or the beginning of only one name, is that colleague; anything else stays words.
  async function takeTyped() {
    const typed = input.value.trim();
    if (!typed) return;
    const known = found.typed === typed ? found.options : await search(typed);
    if (input.value.trim() !== typed) return;
    const name = typed.toLowerCase();
    const begins = known.filter((one) => one.label.toLowerCase().startsWith(name));
    const same = known.find((one) => one.label.toLowerCase() === name) ?? (begins.length === 1 ? begins[0] : null);
    if (same) take(same.value, same.label);
    else if (input.dataset.words === "yes") take(typed, typed);
  }

  async function look() {
    const mine = ++asked;
    const typed = input.value.trim();
    if (!typed) return close();
    const known = await search(typed);
    if (mine !== asked || input.value.trim() !== typed) return;
    found = { typed, options: known };
    list.replaceChildren(...known.map((one, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.role = "option";
      option.dataset.value = one.value;
      option.textContent = one.label;
      return option;
    }));
    list.hidden = known.length === 0;
    input.setAttribute("aria-expanded", String(known.length > 0));
    point(-1);
  }

  input.addEventListener("input", look);
  input.addEventListener("blur", () => { takeTyped(); close(); });
  // Before the blur, which would take the typed letters instead of the clicked name.
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option.dataset.value, option.textContent);
  });
  chosen.addEventListener("click", (event) => {
    if (event.target.closest("button")) {
      event.target.closest("li").remove();
      changed();
      input.focus();
    }
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "ArrowDown" && !list.hidden) point((active + 1) % count);
    else if (event.key === "ArrowUp" && !list.hidden) point((active - 1 + count) % count);
    else if (event.key === "Escape" && !list.hidden) close();
    else if (event.key === "Enter" && active >= 0) take(options()[active].dataset.value, options()[active].textContent);
    else if (event.key === "Enter" && input.value.trim()) takeTyped();
    else if (event.key === "Backspace" && !input.value && chosen.lastElementChild) chosen.lastElementChild.remove();
    else return;
    if (event.key !== "Backspace") event.preventDefault();
  });
}

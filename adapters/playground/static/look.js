// Light or dark, Dutch or English.

import { $, memory } from "./dom.js";

const root = document.documentElement;

$("theme").value = root.dataset.theme ?? "";
$("theme").addEventListener("change", () => {
  const theme = $("theme").value;
  if (theme) root.dataset.theme = theme;
  else delete root.dataset.theme;
  memory.set("theme", theme);
});

$("language").addEventListener("change", () => {
  const address = new URL(location.href);
  address.searchParams.set("taal", $("language").value);
  location.assign(address);
});

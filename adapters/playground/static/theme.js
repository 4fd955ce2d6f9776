"use strict";
// Before anything is painted: light or dark as it was chosen here earlier. All else follows the device.
try {
  const theme = JSON.parse(localStorage.getItem("klantritme.theme"));
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser without memory follows the device.
}

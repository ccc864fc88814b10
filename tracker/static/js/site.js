// What makes pages handier where scripts run; every page works without.
"use strict";

// A menu closes when something else is pressed or Escape is.
for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// A form that came back with faults says so first.
document.getElementById("error-summary")?.focus();

// A filter applies as soon as it is chosen; its button stays for those without scripts.
for (const form of document.querySelectorAll("form.filters")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select")) form.requestSubmit();
  });
}

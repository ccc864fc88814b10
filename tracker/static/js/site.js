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

// What is folded away stands on paper.
const unfolded = [];
addEventListener("beforeprint", () => {
  for (const one of document.querySelectorAll("details.fold:not([open])")) {
    one.open = true;
    unfolded.push(one);
  }
});
addEventListener("afterprint", () => {
  for (const one of unfolded.splice(0)) one.open = false;
});

// A form that came back with faults says so first, else with what it asks about.
const cameBack = document.querySelector("#error-summary") ?? document.querySelector("#questions[role=alert]");
cameBack?.focus();

// Rows can be added to a table of fields: the last row is copied, emptied and renumbered.
function addRow(table) {
  const body = table.tBodies[0];
  const row = body.rows[body.rows.length - 1].cloneNode(true);
  const number = body.rows.length;
  for (const made of row.querySelectorAll(".fault, .ts-wrapper")) made.remove();
  for (const field of row.querySelectorAll("input, select")) {
    for (const name of ["name", "id"]) {
      field[name] = field[name].replace(/-(\d+)-/, `-${number}-`);
    }
    for (const name of ["aria-invalid", "aria-describedby"]) field.removeAttribute(name);
    if (field.dataset.chosen) field.dataset.chosen = "[]";
    const label = field.getAttribute("aria-label");
    if (label) field.setAttribute("aria-label", label.replace(/\d+(?=\D*$)/, String(number + 1)));
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "SELECT") field.selectedIndex = 0;
    else field.value = "";
  }
  body.append(row);
  row.dispatchEvent(new CustomEvent("rowadded", { bubbles: true }));
  row.querySelector("input:not([type=hidden], .ts-hidden-accessible), select").focus();
}

for (const button of document.querySelectorAll("[data-add-row]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    addRow(document.querySelector(`[data-rows="${button.dataset.addRow}"]`));
  });
}

// The shares that have been entered are added up as they are typed.
function readShare(text) {
  const number = Number(text.replace(/[\s%]/g, "").replace(",", "."));
  return Number.isFinite(number) ? number : 0;
}

for (const sum of document.querySelectorAll("[data-share-sum]")) {
  const table = document.querySelector(`[data-rows="${sum.dataset.shareSum}"]`);
  const show = () => {
    const shares = [...table.querySelectorAll('[name$="-share"]')];
    const total = shares.reduce((whole, field) => whole + readShare(field.value), 0);
    const rounded = Math.round(total * 100) / 100;
    sum.textContent = sum.dataset.text.replace("{sum}", String(rounded));
    sum.dataset.whole = String(rounded === 100 || rounded === 0);
    sum.hidden = false;
  };
  table.addEventListener("input", show);
  show();
}

// Work in the background shows how far it is: the page is asked for again until it is done.
// Without scripts the page reloads itself.
const work = document.querySelector("[data-work]");

async function showStep() {
  const answer = await fetch(window.location.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const step = page.querySelector("[data-work-step]");
  if (!step) {
    window.location.reload();
    return;
  }
  work.querySelector("[data-work-step]").replaceWith(document.adoptNode(step));
  window.setTimeout(watchWork, 1000);
}

function watchWork() {
  showStep().catch(() => window.setTimeout(watchWork, 5000));
}

if (work) window.setTimeout(watchWork, 1000);

// The stroke leads to the search of all pages, unless one is writing.
document.addEventListener("keydown", (event) => {
  const find = document.querySelector("[data-find]");
  const writes = event.target.closest("input, select, textarea, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !find || writes) return;
  event.preventDefault();
  find.focus();
});

// One box ticks all boxes of its table.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]")) {
      box.checked = all.checked;
    }
  });
}

// A text can be copied by a button; without scripts it is selected by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.nextElementSibling.textContent = button.dataset.done;
  });
}

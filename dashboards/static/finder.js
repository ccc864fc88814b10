// Suggests pages as somebody types a name; the form leads there without it too.
"use strict";

const PAUSE = 150;

function suggestion(row) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const name = document.createElement("bdi");
  const kind = document.createElement("span");
  link.href = row.href;
  name.textContent = row.label;
  link.append(name);
  kind.className = "found-kind";
  kind.textContent = row.kind;
  item.append(link, " ", kind);
  return item;
}

function setUpFinder(form) {
  const field = form.querySelector("input");
  const found = form.querySelector("[role=status]");
  const list = form.querySelector("ul");
  let waiting = 0;
  let asked = "";

  function clear() {
    list.hidden = true;
    list.replaceChildren();
    found.textContent = "";
  }

  async function suggest() {
    const typed = field.value.trim();
    asked = typed;
    if (!typed) {
      clear();
      return;
    }
    const answer = await fetch(`${form.action}.json?${new URLSearchParams({ q: typed })}`);
    if (!answer.ok || typed !== asked) return;
    const { rows, number } = await answer.json();
    list.replaceChildren(...rows.map(suggestion));
    list.hidden = rows.length === 0;
    found.textContent = found.dataset.text.replace("{number}", String(number));
  }

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, PAUSE);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      clear();
      field.focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [field, ...list.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || stops.length === 1) return;
    event.preventDefault();
    stops[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), stops.length - 1)].focus();
  });
}

for (const form of document.querySelectorAll("[data-finder]")) setUpFinder(form);

// What makes the filter bar handier where scripts run; it works without.
"use strict";

const PLACE = "filter-place";

// Letters are compared without their marks and in small letters.
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

// The options of a choice are narrowed to those with a word that begins with what is typed; where
// none has, to those that hold it.
function narrow(pick, words) {
  const rows = [...pick.querySelectorAll("li")];
  const texts = rows.map((row) => ` ${folded(row.textContent.trim())}`);
  const wanted = texts.some((text) => text.includes(` ${words}`)) ? ` ${words}` : words;
  rows.forEach((row, at) => { row.hidden = !texts[at].includes(wanted); });
  return rows.filter((row) => !row.hidden);
}

// What is chosen stands beside the name of the choice.
function showChosen(pick) {
  const shown = pick.querySelector("[data-pick-chosen]");
  const names = [...pick.querySelectorAll("li input:checked")].map(
    (box) => box.closest("label").textContent.trim(),
  );
  shown.textContent = names.length ? names.join(" / ") : shown.dataset.all;
}

function setUp(pick) {
  const line = pick.querySelector("[data-pick-search]");
  const field = line.querySelector("input");
  const found = line.querySelector("[role=status]");
  const total = pick.querySelectorAll("li").length;
  line.hidden = total < 8;
  field.addEventListener("input", () => {
    const rows = narrow(pick, folded(field.value.trim()));
    found.textContent = found.dataset.text
      .replace("{number}", String(rows.length))
      .replace("{total}", String(total));
  });
  pick.addEventListener("change", () => showChosen(pick));
  pick.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      pick.open = false;
      pick.querySelector("summary").focus();
    }
    if (event.key === "Enter" && event.target === field) {
      // The only option that is left is taken; the form waits for its button.
      event.preventDefault();
      const rows = [...pick.querySelectorAll("li:not([hidden]) input")];
      if (rows.length === 1) rows[0].click();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [...pick.querySelectorAll("li:not([hidden]) input")];
    if (!line.hidden) stops.unshift(field);
    const at = stops.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    stops[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), stops.length - 1)].focus();
  });
  document.addEventListener("click", (event) => {
    if (!pick.contains(event.target)) pick.open = false;
  });
}

for (const pick of document.querySelectorAll("[data-pick]")) setUp(pick);

// Empty fields stay out of the address.
for (const form of document.querySelectorAll("form[data-keep-place]")) {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

// Whoever applies a choice, or takes one away, comes back to the same place of the page.
function keepPlace() {
  const open = document.querySelector("[data-filter-line]")?.open ?? false;
  sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollY, open]));
}

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-keep-place]")) keepPlace();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("a[data-keep-place]")) keepPlace();
});

const kept = sessionStorage.getItem(PLACE);
if (kept) {
  sessionStorage.removeItem(PLACE);
  const [path, place, open] = JSON.parse(kept);
  if (path === location.pathname) {
    const line = document.querySelector("[data-filter-line]");
    if (line) line.open = open;
    scrollTo(0, place);
  }
}

// Makes searchable choices of fields that take members of a list; without scripts they are lines
// of text and lists. What is chosen stays in the field itself, which is what the form sends.
"use strict";

const TYPING_PAUSE = 150;
const NEAR = "near";
const KEEP_OFF_EDGE = 8;
const LINES = "\n";

function textOf(field, row) {
  if (!row.name || row.name === row.code) return row.code;
  return "byName" in field.dataset ? row.name : `${row.code} – ${row.name}`;
}

// The choices of a list that stands in the page.
function choicesInPage(field) {
  return [...(field.list?.options ?? [])].map(({ value }) => ({ value, text: value }));
}

// What stands in the field when the page opens.
function chosenIn(field) {
  const chosen = JSON.parse(field.dataset.chosen || "[]");
  return chosen.map(([value, text, known]) => ({ value, text, unknown: !known && !("free" in field.dataset) }));
}

function drawn(classes, text, more) {
  const element = document.createElement("div");
  const words = document.createElement("bdi");
  element.className = classes;
  words.textContent = text;
  element.append(words);
  if (more) {
    const note = document.createElement("span");
    note.className = "choice-note";
    note.textContent = more;
    element.append(" ", note);
  }
  return element;
}

// How choices, what is chosen and messages are drawn; texts of the record are never read as HTML.
function drawing(field) {
  return {
    option: (row) => drawn("option", row.text, "byName" in field.dataset ? row.value : ""),
    item: (row) => {
      const item = drawn(row.unknown ? "item unknown" : "item", row.text);
      if (row.unknown) item.title = field.dataset.unknown;
      return item;
    },
    optgroup_header: (group) => drawn("optgroup-header", group.label),
    option_create: (row) => drawn("create", row.input),
    no_results: () => (field.told ? drawn("no-results", field.told) : null),
    not_loading: () => null,
    loading: () => drawn("loading", "…"),
  };
}

// Asks the server for choices, and shows them in its order.
function asker(field) {
  return async function load(typed, done) {
    const asked = `${field.dataset.choices}?${new URLSearchParams({ q: typed })}`;
    const answer = await fetch(asked).catch(() => null);
    if (!answer?.ok || typed !== this.lastQuery) {
      done();
      return;
    }
    const { rows, same, message } = await answer.json();
    field.told = message;
    field.same = { typed, code: same };
    this.clearOptions();
    delete this.optgroups[NEAR];
    if (message && rows.length) this.addOptionGroup(NEAR, { label: message });
    done(rows.map((row, at) => ({
      value: row.code,
      text: textOf(field, row),
      order: at,
      optgroup: message && rows.length ? NEAR : "",
    })));
    field.answered = typed;
    if (field.waitsForAnswer && rows.length && (same || !message)) {
      this.addItem(same || rows[0].code);
    }
    field.waitsForAnswer = false;
  };
}

// What was typed and not chosen is kept: as the member that it names, else as it was typed.
function takeTyped(choice, field) {
  const typed = choice.typed.trim();
  choice.typed = "";
  if (!typed || choice.items.includes(typed)) return;
  const same = field.same?.typed === typed ? field.same.code : "";
  const known = Object.values(choice.options).find(({ value, text }) => [value, text].includes(typed));
  const value = same || known?.value || typed;
  if (!choice.options[value]) {
    choice.addOption({ value, text: typed, unknown: !("free" in field.dataset) });
  }
  choice.addItem(value);
}

// Enter takes the first choice for what was typed, and waits for the answer to it.
function waitForAnswer(choice, field, event) {
  const typed = choice.control_input.value;
  if (event.key !== "Enter" || !typed || field.answered === typed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  field.waitsForAnswer = true;
}

// The list stays within the window, also where it is wider than its field.
function keepInWindow(list) {
  const { left, right } = list.getBoundingClientRect();
  const beyond = Math.max(right + KEEP_OFF_EDGE - document.documentElement.clientWidth, 0);
  if (beyond) list.style.left = `${Number.parseFloat(list.style.left) - Math.min(beyond, left)}px`;
}

function settingsOf(field) {
  const isList = field.tagName === "SELECT";
  const several = isList ? field.multiple : "several" in field.dataset;
  const asked = field.dataset.choices;
  const shared = {
    plugins: {
      ...(several ? { caret_position: {} } : {}),
      remove_button: { title: "" },
    },
    maxItems: several ? null : 1,
    maxOptions: null,
    dropdownParent: "body",
    hidePlaceholder: true,
    selectOnTab: false,
    render: drawing(field),
    clearAfterSelect: true,
    refreshThrottle: 0,
    onItemAdd() { this.typed = ""; },
  };
  if (isList) return shared;
  const chosen = chosenIn(field);
  return {
    ...shared,
    create: false,
    delimiter: field.dataset.several === "lines" ? LINES : (field.dataset.several ?? LINES),
    options: [...chosen, ...(asked ? [] : choicesInPage(field))],
    items: chosen.map(({ value }) => value),
    searchField: ["text", "value"],
    sortField: asked ? [{ field: "order" }] : [{ field: "$order" }],
    ...(asked
      ? { load: asker(field), loadThrottle: TYPING_PAUSE, preload: "focus", shouldLoad: () => true, score: () => () => 1 }
      : {}),
  };
}

// The line in which one types is named and described as the field was.
function nameAsBefore(choice, field) {
  for (const name of ["aria-label", "aria-describedby", "aria-invalid"]) {
    const value = field.getAttribute(name);
    if (value) choice.control_input.setAttribute(name, value);
  }
  if (field.getAttribute("aria-label")) {
    choice.dropdown_content.setAttribute("aria-label", field.getAttribute("aria-label"));
  }
}

function nameButtons(choice, field) {
  for (const button of choice.control.querySelectorAll(".remove")) {
    const name = button.parentElement.querySelector("bdi").textContent;
    const text = field.dataset.remove.replace("{name}", name);
    button.setAttribute("aria-label", text);
    button.title = text;
  }
}

function makeSearchable(field) {
  field.classList.remove("tomselected", "ts-hidden-accessible");
  field.removeAttribute("tabindex");
  const choice = new TomSelect(field, settingsOf(field));
  choice.typed = "";
  document.querySelector("main").append(choice.dropdown);
  nameAsBefore(choice, field);
  field.setAttribute("aria-hidden", "true");
  field.addEventListener("focus", () => choice.focus());
  nameButtons(choice, field);
  choice.on("item_add", () => nameButtons(choice, field));
  choice.hook("after", "positionDropdown", () => keepInWindow(choice.dropdown));
  choice.control_input.addEventListener("input", () => {
    choice.typed = choice.control_input.value;
    field.waitsForAnswer = false;
  });
  if (field.dataset.choices) {
    choice.control.addEventListener("keydown", (event) => waitForAnswer(choice, field, event), true);
  }
  if (field.tagName !== "SELECT") {
    choice.on("blur", () => takeTyped(choice, field));
    field.form?.addEventListener("submit", () => takeTyped(choice, field));
  }
}

function makeAllSearchable(part) {
  for (const field of part.querySelectorAll("[data-search]")) makeSearchable(field);
}

makeAllSearchable(document);
document.addEventListener("rowadded", (event) => makeAllSearchable(event.target));

// Keeps a draft of what somebody types, asks before what is not kept is left, and says when a
// draft was kept. Without scripts the button "Save draft" does it.
"use strict";

const QUIET_FOR = 2000;
const NOT_TYPED = ["csrf_token", "once"];

function typedIn(form) {
  const pairs = [...new FormData(form)].filter(([name]) => !NOT_TYPED.includes(name));
  return JSON.stringify(pairs.map(([name, value]) => [name, value instanceof File ? value.name : value]));
}

function watch(form) {
  const place = form.querySelector("[data-draft]");
  const status = form.querySelector("[data-draft-status]");
  const cameBack = document.querySelector("#error-summary, .notice-warning");
  let saved = cameBack ? "" : typedIn(form);
  let waiting = 0;
  let leaving = false;

  async function keep() {
    const typed = typedIn(form);
    if (typed === saved || leaving) return;
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    const answer = await fetch(place.dataset.draft, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      keepalive: true,
    }).catch(() => null);
    const told = answer?.headers.get("Content-Type")?.startsWith("application/json")
      ? (await answer.json()).message
      : "";
    if (answer?.ok && told) saved = typed;
    status.textContent = told || place.dataset.failed;
  }

  function wait() {
    if (!place) return;
    clearTimeout(waiting);
    waiting = setTimeout(keep, QUIET_FOR);
  }

  form.addEventListener("input", wait);
  form.addEventListener("change", wait);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(waiting);
  });
  addEventListener("pageshow", () => { leaving = false; });
  document.addEventListener("visibilitychange", () => {
    if (place && document.visibilityState === "hidden") keep();
  });
  addEventListener("beforeunload", (event) => {
    if (!leaving && typedIn(form) !== saved) event.preventDefault();
  });
}

// Whoever comes back to a form by the browser's own button finds what was there.
function comeBack() {
  const resume = document.querySelector("[data-draft-resume]");
  const [entry] = performance.getEntriesByType("navigation");
  if (resume && entry?.type === "back_forward") location.replace(resume.href);
  return resume !== null && entry?.type === "back_forward";
}

if (!comeBack()) {
  for (const form of document.querySelectorAll("main form.form[method=post]")) watch(form);
}

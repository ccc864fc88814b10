// Passkeys: asks the server for a challenge, the device for an answer, and sends the form with it.
// Where the browser has none, what needs them stays hidden.
"use strict";

const able =
  window.PublicKeyCredential?.parseCreationOptionsFromJSON && window.PublicKeyCredential.parseRequestOptionsFromJSON;

// Sends a form's token and some values; the answer is JSON.
async function ask(form, address, values = {}) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  for (const [name, value] of Object.entries(values)) body.set(name, value);
  const answer = await fetch(address, { method: "POST", body });
  if (!answer.ok) throw new Error(address);
  return answer.json();
}

// Has the device make a passkey, or show one, and returns what it says as text.
async function answerOf(form, address, creates) {
  const options = await ask(form, address);
  const found = creates
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  return JSON.stringify(found.toJSON());
}

// Does something with a device, and says so where it gives nothing.
async function attempt(form, act) {
  const failure = form.querySelector("[data-passkey-failure]");
  if (failure) failure.hidden = true;
  try {
    await act();
  } catch {
    if (failure) failure.hidden = false;
  }
}

function watchForm(form) {
  form.hidden = false;
  for (const line of form.querySelectorAll("[data-passkey-missing]")) line.hidden = true;
  form.addEventListener("submit", (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    attempt(form, async () => {
      form.elements.credential.value = await answerOf(form, form.dataset.options, form.dataset.passkeyForm === "create");
      form.requestSubmit();
    });
  });
}

function watchProof(place) {
  const form = place.closest("form");
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () =>
    attempt(form, async () => {
      const credential = await answerOf(form, place.dataset.options, false);
      form.elements.code.value = (await ask(form, place.dataset.proof, { credential })).code;
      form.requestSubmit();
    }),
  );
}

if (able) {
  document.querySelectorAll("[data-passkey-form]").forEach(watchForm);
  document.querySelectorAll("[data-passkey-proof]").forEach(watchProof);
}

// <button type="button" data-passkey="url">: asks for a challenge, lets the passkey answer it, and sends the form
// with the answer in its hidden field "credential". Without script the password serves.
async function answered(url, token, challenge) {
  const body = new URLSearchParams({ challenge });
  const response = await fetch(url, { method: "POST", headers: { "X-CSRFToken": token }, body });
  if (!response.ok) throw new Error("The server gave no challenge.");
  const { publicKey } = await response.json();
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(publicKey);
  return navigator.credentials.get({ publicKey: options });
}

function hidden(form, name) {
  const found = form.querySelector(`input[name="${name}"]`);
  if (found) return found;
  const made = document.createElement("input");
  made.type = "hidden";
  made.name = name;
  form.append(made);
  return made;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-passkey]");
  if (!button || !button.form) return;
  const token = button.form.querySelector('input[name="csrfmiddlewaretoken"]').value;
  try {
    const credential = await answered(button.dataset.passkey, token, button.form.elements.challenge.value);
    hidden(button.form, "credential").value = JSON.stringify(credential.toJSON());
    button.form.requestSubmit();
  } catch (error) {
    if (error.name !== "NotAllowedError") console.error(error);
    button.form.querySelector('input[type="password"]')?.focus();
  }
});

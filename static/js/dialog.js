// <a href="the full page" data-dialog="id">: opens <dialog id>; with an empty data-dialog the page's own form
// (its [data-dialog-body]) is fetched and shown. Without script, or when anything fails, the link just goes there.
function shared() {
  let dialog = document.getElementById("shared-dialog");
  if (dialog) return dialog;
  dialog = document.createElement("dialog");
  dialog.id = "shared-dialog";
  dialog.className = "dialog";
  dialog.innerHTML =
    '<header class="dialog-header"><h2></h2><form method="dialog"><button class="btn btn-small">Close</button></form></header>' +
    '<div class="dialog-body"></div>';
  dialog.setAttribute("aria-labelledby", "shared-dialog-title");
  dialog.querySelector("h2").id = "shared-dialog-title";
  document.body.append(dialog);
  return dialog;
}

async function fetched(link) {
  const answer = await fetch(link.href, { headers: { "X-Requested-With": "dialog" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const body = answer.ok && !answer.redirected && page.querySelector("[data-dialog-body]");
  if (!body) return null;
  for (const form of body.querySelectorAll("form:not([action])")) form.setAttribute("action", link.href);
  const dialog = shared();
  dialog.querySelector("h2").textContent = link.dataset.dialogTitle || page.querySelector("h1")?.textContent.trim() || "";
  dialog.querySelector(".dialog-body").replaceChildren(...body.childNodes);
  return dialog;
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const dialog = link.dataset.dialog
    ? document.getElementById(link.dataset.dialog)
    : await fetched(link).catch(() => null);
  if (!dialog) return location.assign(link.href);
  dialog.showModal();
  dialog.querySelector(".dialog-body :is(input:not([type=hidden]), select, textarea)")?.focus();
});

// A click on the backdrop closes; a click inside never does.
document.addEventListener("click", (event) => {
  if (event.target instanceof HTMLDialogElement && event.target.open) {
    const box = event.target.getBoundingClientRect();
    const inside =
      event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

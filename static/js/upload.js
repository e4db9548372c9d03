// Files with progress. A form with data-upload and a [data-dropzone] in it is sent by script, each file with its bar;
// what failed on the way can be sent again without choosing it again. Without script it is a plain form.
//   no data-upload-url: one request with everything, the bars follow the bytes in the order of the files;
//   data-upload-url: each file goes there by itself (field "file"), {"id": …} is answered, and the form then
//   carries the ids as "uploaded": files that arrived are not sent twice.
const kilobytes = (size) => (size < 1e6 ? `${Math.ceil(size / 1e3)} kB` : `${(size / 1e6).toFixed(1)} MB`);

class Zone {
  constructor(element) {
    this.element = element;
    this.input = element.querySelector("input[type=file]");
    this.list = element.querySelector(".dropzone-files");
    this.url = element.dataset.uploadUrl || "";
    this.form = this.input.form;
    this.rows = [];
    this.input.addEventListener("change", () => this.add([...this.input.files]));
    for (const kind of ["dragenter", "dragover"]) element.addEventListener(kind, (event) => this.hover(event, true));
    for (const kind of ["dragleave", "drop"]) element.addEventListener(kind, (event) => this.hover(event, false));
    element.addEventListener("drop", (event) => this.add([...event.dataTransfer.files]));
  }

  hover(event, over) {
    event.preventDefault();
    this.element.classList.toggle("is-over", over);
  }

  add(files) {
    for (const file of files) {
      if (this.rows.some(({ file: had }) => had.name === file.name && had.size === file.size)) continue;
      this.rows.push(this.row(file));
    }
    this.hold();
  }

  row(file) {
    const line = document.createElement("li");
    line.innerHTML =
      '<span class="file-name"></span><progress max="1" value="0"></progress><span class="file-words"></span>' +
      '<button class="btn btn-small btn-bare" type="button">Remove</button>';
    line.querySelector(".file-name").textContent = file.name;
    line.querySelector("progress").setAttribute("aria-label", `${file.name} sent`);
    const row = { file, line, id: "" };
    line.querySelector("button").addEventListener("click", () => {
      this.rows = this.rows.filter((other) => other !== row);
      line.remove();
      this.hold();
    });
    this.show(row, 0, kilobytes(file.size));
    this.list.append(line);
    return row;
  }

  // The input itself holds the chosen files, so that the form is right even when it is sent the plain way.
  hold() {
    const transfer = new DataTransfer();
    for (const { file } of this.rows) transfer.items.add(file);
    this.input.files = transfer.files;
  }

  show(row, share, words, failed = false) {
    row.line.querySelector("progress").value = share;
    row.line.querySelector(".file-words").textContent = words;
    row.line.classList.toggle("is-failed", failed);
  }

  // Multipart keeps the order of the files: the first bytes are the first file's.
  follow(loaded) {
    let left = loaded;
    for (const row of this.rows) {
      const share = row.file.size ? Math.min(Math.max(left / row.file.size, 0), 1) : 1;
      this.show(row, share, share < 1 ? `${Math.floor(share * 100)} %` : "sent");
      left -= row.file.size;
    }
  }

  failed(words) {
    for (const row of this.rows) if (!row.id) this.show(row, 0, words, true);
  }
}

function send(url, body, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value;
    if (token) request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("X-Requested-With", "upload");
    request.upload.addEventListener("progress", (event) => progress(event.loaded, event.total));
    request.addEventListener("load", () => resolve(request));
    request.addEventListener("error", () => reject(new Error("The line was lost. Send again: nothing has to be chosen anew.")));
    request.addEventListener("abort", () => reject(new Error("Stopped.")));
    request.send(body);
  });
}

function refusalOf(request) {
  try {
    const problem = JSON.parse(request.responseText);
    return problem.detail || problem.title || `Refused (${request.status}).`;
  } catch {
    return request.status === 413 ? "The file is too large." : `Refused (${request.status}).`;
  }
}

// One by one to the upload address; true when every file has arrived.
async function sendEach(zone) {
  for (const row of zone.rows.filter(({ id }) => !id)) {
    const body = new FormData();
    body.append("file", row.file);
    const done = (loaded, total) => zone.show(row, loaded / total, `${Math.floor((100 * loaded) / total)} %`);
    const request = await send(zone.url, body, done).catch((error) => ({ status: 0, responseText: "", error }));
    if (request.status >= 200 && request.status < 300) {
      row.id = JSON.parse(request.responseText).id;
      zone.show(row, 1, "sent");
    } else zone.show(row, 0, request.error ? request.error.message : refusalOf(request), true);
  }
  return zone.rows.every(({ id }) => id);
}

let swapped = false;

// What the server answers is a page: the next one after a success, the same one with its errors otherwise.
// It is put in place of this one rather than asked for again, so that its message is seen.
function arrive(request, form) {
  const kind = request.getResponseHeader("Content-Type") || "";
  if (!kind.startsWith("text/html")) throw new Error(refusalOf(request));
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main.shell-main");
  if (request.status >= 500) throw new Error(`The server could not take it (${request.status}). Nothing was stored.`);
  if (!main) return location.assign(request.responseURL);
  const here = new URL(request.responseURL).pathname === new URL(form.action).pathname;
  const files = [...form.querySelectorAll("[data-dropzone]")].map((element) => element.zone.rows.map(({ file }) => file));
  if (!here) history.pushState({}, "", request.responseURL);
  swapped = true;
  document.title = page.title;
  for (const part of [".shell-side", "main"]) {
    const fresh = page.querySelector(part);
    if (fresh) document.querySelector(part)?.replaceWith(document.adoptNode(fresh));
  }
  const zones = prepare(document);
  if (here) zones.forEach((zone, index) => zone.add(files[index] || []));
  (main.querySelector(".notice-bad, .is-invalid, .field-error") || main).scrollIntoView({ block: here ? "center" : "start" });
}
addEventListener("popstate", () => swapped && location.reload());

async function submit(form, zones, submitter) {
  for (const zone of zones.filter(({ url }) => url)) if (!(await sendEach(zone))) return;
  const body = new FormData(form, submitter);
  for (const zone of zones.filter(({ url }) => url)) {
    body.delete(zone.input.name);
    for (const { id } of zone.rows) body.append("uploaded", id);
  }
  const plain = zones.filter(({ url }) => !url);
  try {
    const sizes = plain.flatMap(({ rows }) => rows).reduce((sum, { file }) => sum + file.size, 0);
    arrive(await send(form.action, body, (loaded, total) => plain.forEach((zone) => zone.follow(loaded - (total - sizes)))), form);
  } catch (error) {
    zones.forEach((zone) => zone.failed(error.message));
  }
}

function prepare(root) {
  const zones = [...root.querySelectorAll("[data-dropzone]")].map((element) => (element.zone = new Zone(element)));
  for (const form of new Set(zones.map((zone) => zone.form))) {
    if (!form?.hasAttribute("data-upload")) continue;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const buttons = [...form.querySelectorAll("[type=submit]")];
      buttons.forEach((button) => (button.disabled = true));
      await submit(form, zones.filter((zone) => zone.form === form), event.submitter);
      buttons.forEach((button) => (button.disabled = false));
    });
  }
  return zones;
}

prepare(document);

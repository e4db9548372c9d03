// Files with progress. A form with data-upload and a [data-dropzone] in it is sent by script, each file with its bar;
// what failed on the way can be sent again without choosing it again. Without script it is a plain form.
//   no data-upload-url: one request with everything, the bars follow the bytes in the order of the files;
//   data-upload-url: each file goes there by itself by the tus protocol, in chunks; a lost line, a closed tab or a
//   stopped server costs one chunk, and choosing the same file again goes on where it stopped. The form then carries
//   the ids as "uploaded".
const LOST = "The line was lost. Send again: nothing has to be chosen anew.";
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
      row.upload?.abort(true).catch(() => {}); // what the server has of it may go; it expires in any case
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
    request.addEventListener("error", () => reject(new Error(LOST)));
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

const CHUNK = 8 * 2 ** 20;
const PATIENCE = [0, 1000, 3000, 5000, 10000, 20000, 20000, 30000, 30000, 60000];

// The client is fetched when the first file is sent, not with every page.
let client;
function tus(address) {
  client ||= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", () => resolve(window.tus));
    script.addEventListener("error", () => {
      client = undefined;
      script.remove();
      reject(new Error(LOST));
    });
    document.head.append(script);
  });
  return client;
}

// By person, lot and file: nobody goes on with what another began on a shared machine.
const fingerprintOf = (zone, file) =>
  ["upload", document.body.dataset.person, zone.url, file.name, file.type, file.size, file.lastModified].join(":");

function reasonOf(error) {
  if (!error.originalResponse) return LOST;
  return refusalOf({ status: error.originalResponse.getStatus(), responseText: error.originalResponse.getBody() });
}

async function sendOne(zone, row) {
  const { Upload, canStoreURLs } = await tus(zone.element.dataset.tus);
  await new Promise((resolve, reject) => {
    const upload = new Upload(row.file, {
      endpoint: zone.url,
      chunkSize: CHUNK,
      retryDelays: PATIENCE,
      storeFingerprintForResuming: canStoreURLs,
      removeFingerprintOnSuccess: false,
      metadata: { filename: row.file.name, filetype: row.file.type },
      headers: { "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]")?.value || "" },
      fingerprint: (file) => Promise.resolve(fingerprintOf(zone, file)),
      onProgress: (loaded, total) => zone.show(row, loaded / total, `${Math.floor((100 * loaded) / total)} %`),
      onShouldRetry: (error) => {
        const status = error.originalResponse ? error.originalResponse.getStatus() : 0;
        const again = status < 400 || status === 409 || status === 423 || status === 460 || status >= 500;
        if (again) row.line.querySelector(".file-words").textContent = "Waiting for the line …";
        return again;
      },
      onError: reject,
      onSuccess: () => resolve(),
    });
    row.upload = upload;
    upload
      .findPreviousUploads()
      .then(([before]) => {
        if (before) upload.resumeFromPreviousUpload(before);
        upload.start();
      })
      .catch(reject);
  });
  row.id = row.upload.url.split("/").filter(Boolean).pop();
}

// One by one to the upload address; true when every file has arrived.
async function sendEach(zone) {
  for (const row of zone.rows.filter(({ id }) => !id)) {
    try {
      await sendOne(zone, row);
      zone.show(row, 1, "sent");
    } catch (error) {
      zone.show(row, 0, error.originalRequest ? reasonOf(error) : error.message, true);
    }
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
  // Refused: the files are offered again. Taken: the form on the page is for the next ones, and empty.
  if (main.querySelector("form[data-refused]")) zones.forEach((zone, index) => zone.add(files[index] || []));
  const wrong = main.querySelector(".notice-bad, .is-invalid, .field-error");
  main.focus({ preventScroll: true }); // readers and keys go on from the new page's beginning
  if (wrong) wrong.scrollIntoView({ block: "center" });
  else scrollTo(0, 0);
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

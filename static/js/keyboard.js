// Keys are declared in the page: data-key="x" (press), data-go="l" (g then l), data-item (j and k go through these),
// details or data-expand inside an item (e), data-accept inside an item (a), data-item-key="q" inside an item (q).
// `?` lists what this page has.
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
const items = () => [...document.querySelectorAll("main [data-item]")].filter((item) => item.offsetParent);

let current = null;
let going = 0;

function move(step) {
  const all = items();
  if (!all.length) return;
  const at = current ? all.indexOf(current) : -1;
  current?.classList.remove("is-current");
  current = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  current.classList.add("is-current");
  const target = current.querySelector("summary, a[href], button") || current;
  target.focus({ preventScroll: true });
  current.scrollIntoView({ block: "nearest" });
}

function chosen() {
  const holder = document.activeElement?.closest("[data-item]");
  return holder || current;
}

function expand() {
  const item = chosen();
  if (!item) return;
  const fold = item.matches("details") ? item : item.querySelector("details");
  if (fold) fold.open = !fold.open;
  else item.querySelector("[data-expand]")?.click();
}

function words(element) {
  return element.dataset.keyWords || element.getAttribute("aria-label") || element.textContent.trim().replace(/\s+/g, " ");
}

function help() {
  const list = document.querySelector("[data-keyboard-list]");
  if (!list) return;
  const rows = [];
  for (const element of document.querySelectorAll("[data-key]")) rows.push([[element.dataset.key], words(element)]);
  for (const element of document.querySelectorAll("[data-go]")) {
    rows.push([["g", element.dataset.go], `Go to ${element.querySelector("span")?.textContent || words(element)}`]);
  }
  if (items().length) {
    rows.push([["j"], "Next item"], [["k"], "Previous item"], [["e"], "Expand the item"]);
    rows.push([["Enter"], "Open the item"]);
    if (document.querySelector("[data-item] [data-accept]")) rows.push([["a"], "Accept the item with a reason"]);
    if (document.querySelector('[data-item] [data-item-key="q"]')) rows.push([["q"], "Ask about the item"]);
  }
  rows.push([["?"], "Show this list"], [["Esc"], "Close"]);
  list.replaceChildren();
  for (const [keys, text] of rows) {
    const term = document.createElement("dt");
    for (const key of keys) {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap, " ");
    }
    const meaning = document.createElement("dd");
    meaning.textContent = text;
    list.append(term, meaning);
  }
  list.closest("dialog").showModal();
}

function press(key) {
  if (key === "j") return move(1), true;
  if (key === "k") return move(-1), true;
  if (key === "e") return expand(), true;
  if (key === "?") return help(), true;
  if (key === "g") return (going = Date.now()), true;
  if (key === "a") {
    const link = chosen()?.querySelector("[data-accept]");
    if (link) return link.click(), true;
  }
  const own = [...(chosen()?.querySelectorAll("[data-item-key]") || [])].find((found) => found.dataset.itemKey === key);
  if (own) return own.click(), true;
  const element = [...document.querySelectorAll("[data-key]")].find((found) => found.dataset.key === key);
  if (!element) return false;
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (going && Date.now() - going < 1500) {
    going = 0;
    const link = [...document.querySelectorAll("[data-go]")].find((found) => found.dataset.go === event.key);
    if (link) {
      event.preventDefault();
      return link.click();
    }
  }
  if (press(event.key)) event.preventDefault();
});

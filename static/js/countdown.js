// Counts on from the server's words. The server's clock rules: data-now is its time when the page was made,
// and only the time since then is taken from this machine (a wrong clock here changes nothing); after a lost
// connection, a sleep or a way back to the page the server is asked again.
const SOON = 4 * 3600;

export function spanWords(seconds) {
  const total = Math.abs(seconds);
  const days = Math.floor(total / 86400);
  const hours = Math.floor((total % 86400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  if (days) return hours ? `${days} d ${hours} h` : `${days} d`;
  if (hours) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes ? `${minutes} min` : "under a minute";
}

export function leftWords(seconds) {
  if (seconds > 0) return `${spanWords(seconds)} left`;
  return seconds < 0 ? `${spanWords(seconds)} overdue` : "due now";
}

// When each element was first seen here, and, once the server was asked again, its time for all of them.
const seen = new WeakMap();
let asked = null;

function serverTime(words) {
  if (asked) return asked.server + performance.now() - asked.at;
  if (!seen.has(words)) seen.set(words, performance.now());
  return Date.parse(words.dataset.now) + performance.now() - seen.get(words);
}

function tick() {
  for (const words of document.querySelectorAll("[data-countdown]")) {
    const seconds = Math.trunc((Date.parse(words.dataset.countdown) - serverTime(words)) / 1000);
    const text = leftWords(seconds);
    if (words.textContent !== text) words.textContent = text;
    const clock = words.closest(".clock");
    clock?.classList.toggle("clock-overdue", seconds <= 0);
    clock?.classList.toggle("clock-due_soon", seconds > 0 && seconds <= SOON);
    clock?.classList.toggle("clock-running", seconds > SOON);
  }
}

// A machine that slept, a page taken out of the cache, a line that was down: this machine's count may have stood
// still. Asked only then, so that an open page keeps no session alive. Without an answer the count goes on.
async function askAgain() {
  if (document.hidden || !document.querySelector("[data-countdown]")) return;
  try {
    const answer = await fetch("/clocks/time/", { cache: "no-store", redirect: "error" });
    if (answer.ok) asked = { server: Date.parse((await answer.json()).now), at: performance.now() };
  } catch {
    // still no line: the next "online" asks again
  }
  tick();
}

tick();
setInterval(tick, 15_000);
window.addEventListener("online", askAgain);
document.addEventListener("visibilitychange", askAgain);
window.addEventListener("pageshow", (event) => {
  if (event.persisted) askAgain();
});

// Counts on from the server's words. The server's clock rules: data-now is its time when the page was made,
// and only the time since then is taken from this machine (a wrong clock here changes nothing).
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

const made = performance.now();

function tick() {
  const passed = (performance.now() - made) / 1000;
  for (const words of document.querySelectorAll("[data-countdown]")) {
    const seconds = Math.trunc((Date.parse(words.dataset.countdown) - Date.parse(words.dataset.now)) / 1000 - passed);
    const text = leftWords(seconds);
    if (words.textContent !== text) words.textContent = text;
    const clock = words.closest(".clock");
    clock?.classList.toggle("clock-overdue", seconds <= 0);
    clock?.classList.toggle("clock-due_soon", seconds > 0 && seconds <= SOON);
    clock?.classList.toggle("clock-running", seconds > SOON);
  }
}

tick();
setInterval(tick, 15_000);

// Everything that ticks: elapsed time, UTC, "since", and orders that the carrier has not confirmed in time.

const LATE_MS = 5000;
let ahead = 0;

/** The server's time, so that a wrong clock on this machine tells no wrong "ago". */
export const serverNow = () => Date.now() + ahead;

export function setServerTime(epochMs) {
  ahead = epochMs - Date.now();
}

export function span(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export function tick() {
  const now = serverNow();
  for (const clock of document.querySelectorAll("[data-elapsed]")) write(clock, span(now - Number(clock.dataset.elapsed)));
  for (const since of document.querySelectorAll("[data-since]")) {
    const ms = now - Number(since.dataset.since);
    write(since, ms < 60000 ? `${Math.max(0, Math.floor(ms / 1000))} s ago` : `${span(ms)} ago`);
  }
  for (const utc of document.querySelectorAll("[data-utc]")) write(utc, `${new Date(now).toISOString().slice(11, 19)} UTC`);
  for (const order of document.querySelectorAll("[data-ordered]")) {
    if (now - Number(order.dataset.ordered) > Number(order.dataset.lateMs ?? LATE_MS)) {
      order.classList.add("late");
      write(order.querySelector(".what"), order.dataset.late);
    }
  }
}

/** The local time of every moment, in its tooltip. */
export function localTimes(root) {
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.title = `${at.toLocaleTimeString()} here`;
  }
}

export function startClocks() {
  tick();
  setInterval(tick, 1000);
}

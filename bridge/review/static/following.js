// Which line plays: marked, and kept in view until the reader scrolls; a button leads back to it.

import { bringIntoView } from "./scrolling.js";

const list = document.getElementById("said");
const lines = [...list.querySelectorAll(".said")];
const from = lines.map((line) => Number(line.dataset.from));
const button = document.getElementById("follow");
const AFTER_ITS_END_MS = 1500;
const TALK_AT_ONCE = 8;
const READING_KEYS = new Set(["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"]);
let follows = true;
let marked = null;

/** Index of the last line that begins at or before this moment; -1 before the first. */
function lineAt(ms) {
  let [low, high] = [0, from.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (from[middle] <= ms + 50) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The line that is heard at this moment: the last that still goes on, else the one that has just ended, else null. */
function heardAt(ms) {
  const last = lineAt(ms);
  for (let index = last; index >= Math.max(0, last - TALK_AT_ONCE); index -= 1) {
    if (ms <= Number(lines[index].dataset.until)) return lines[index];
  }
  return last >= 0 && ms <= Number(lines[last].dataset.until) + AFTER_ITS_END_MS ? lines[last] : null;
}

function isInView(line) {
  const [box, frame] = [line.getBoundingClientRect(), list.getBoundingClientRect()];
  return box.bottom > Math.max(frame.top, 0) && box.top < Math.min(frame.bottom, innerHeight);
}

/** Marks the line that is heard at this moment; the name of who speaks, or nothing. */
export function mark(ms) {
  const current = heardAt(ms);
  if (current !== marked) {
    marked?.classList.remove("playing");
    current?.classList.add("playing");
    marked = current;
    if (current && follows) bringIntoView(current, "nearest");
  }
  button.hidden = follows || !marked || isInView(marked);
  return current?.dataset.name ?? "";
}

/** Shows the line nearest to this moment, sound or not, and follows from there. */
export function follow(ms) {
  follows = true;
  mark(ms);
  const nearest = marked ?? lines[Math.max(0, lineAt(ms))];
  if (nearest) bringIntoView(nearest, "nearest");
  button.hidden = true;
}

export function stopFollowing() {
  follows = false;
}

list.addEventListener("wheel", stopFollowing, { passive: true });
list.addEventListener("touchmove", stopFollowing, { passive: true });
list.addEventListener("pointerdown", (event) => event.target === list && stopFollowing());
document.addEventListener("keydown", (event) => READING_KEYS.has(event.key) && stopFollowing());
button.addEventListener("click", () => {
  follows = true;
  button.hidden = true;
  if (marked) bringIntoView(marked, "nearest");
});

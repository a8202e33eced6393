// Which line plays: marked, and kept in view until the reader scrolls; a button leads back to it.

const list = document.getElementById("said");
const lines = [...list.querySelectorAll(".said")];
const from = lines.map((line) => Number(line.dataset.from));
const button = document.getElementById("follow");
const AFTER_ITS_END_MS = 1500;
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

function isInView(line) {
  const [box, frame] = [line.getBoundingClientRect(), list.getBoundingClientRect()];
  return box.bottom > Math.max(frame.top, 0) && box.top < Math.min(frame.bottom, innerHeight);
}

function bringIntoView() {
  marked?.scrollIntoView({ block: "nearest" });
  button.hidden = true;
}

/** Marks the line that is heard at this moment; the name of who speaks, or nothing. */
export function mark(ms) {
  const line = lines[lineAt(ms)];
  const current = line && ms <= Number(line.dataset.until) + AFTER_ITS_END_MS ? line : null;
  if (current !== marked) {
    marked?.classList.remove("playing");
    current?.classList.add("playing");
    marked = current;
    if (current && follows) bringIntoView();
  }
  button.hidden = follows || !marked || isInView(marked);
  return current?.dataset.name ?? "";
}

/** Shows the line nearest to this moment, sound or not, and follows from there. */
export function follow(ms) {
  follows = true;
  mark(ms);
  (marked ?? lines[Math.max(0, lineAt(ms))])?.scrollIntoView({ block: "nearest" });
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
  bringIntoView();
});

// The review: click a line, a lane or an entry to hear it; keys for the player and the search.

import { localTimes } from "/static/clocks.js";
import { follow, mark } from "./following.js";
import { focusSearch, step } from "./search.js";
import { hasSound, isPlaying, lineOf, nowMs, onChange, onFailure, pause, play, seek, setSpeed } from "./sound.js";

const SPEEDS = [1, 1.5, 2, 0.75];
const SKIP_MS = 5000;
const lanes = document.getElementById("lanes");
const cursor = document.getElementById("cursor");
const button = document.getElementById("play");
const start = Number(lanes.dataset.start);
const length = Number(lanes.dataset.end) - start;

function hear(ms, sid) {
  if (hasSound) {
    seek(ms, sid);
    play();
  }
  follow(ms);
}

function toggle() {
  if (isPlaying()) pause();
  else play();
}

function skip(ms) {
  if (!hasSound) return;
  const to = nowMs() + ms;
  seek(to);
  follow(to);
}

function show() {
  const ms = nowMs();
  const playing = isPlaying();
  button.setAttribute("aria-pressed", String(playing));
  button.querySelector("[data-word]").textContent = playing ? "Pause" : "Play";
  document.getElementById("now").textContent = new Date(ms).toISOString().slice(11, 19);
  const x = `${100 * Math.min(1, Math.max(0, (ms - start) / length))}%`;
  for (const name of ["x1", "x2"]) cursor.setAttribute(name, x);
  document.getElementById("who").textContent = mark(ms);
  const line = lineOf();
  document.getElementById("line-of").textContent = line ? `the line of ${line}, silent where it was private` : "";
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  // after a click by hand the space bar belongs to the player again, not to the button that was clicked
  if (event.detail > 0) event.target.closest(".player button, a.when")?.blur();
  if (event.target.closest(".other, a.correct")) return;
  const place = event.target.closest("[data-play]");
  if (place) {
    event.preventDefault();
    if (String(getSelection()).length === 0) hear(Number(place.dataset.play), place.dataset.piece);
  } else if (lanes.contains(event.target)) {
    const box = lanes.getBoundingClientRect();
    hear(start + ((event.clientX - box.left) / box.width) * length);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea")) return;
  const acts = event.target.closest("button, summary, a");
  if (event.key === " " && acts?.matches("a.when")) acts.click();
  else if (event.key === " " && !acts && hasSound) toggle();
  else if (event.key === "ArrowLeft" && hasSound) skip(-SKIP_MS);
  else if (event.key === "ArrowRight" && hasSound) skip(SKIP_MS);
  else if (event.key === "/") focusSearch();
  else if (event.key === "n") step(1);
  else if (event.key === "N") step(-1);
  else return;
  event.preventDefault();
});

if (hasSound) {
  button.addEventListener("click", toggle);
  for (const found of document.querySelectorAll("[data-skip]")) {
    found.addEventListener("click", () => skip(1000 * Number(found.dataset.skip)));
  }
  document.getElementById("speed").addEventListener("click", ({ target }) => {
    const speed = SPEEDS[(SPEEDS.indexOf(Number.parseFloat(target.textContent)) + 1) % SPEEDS.length];
    target.textContent = `${speed}×`;
    setSpeed(speed);
  });
  onChange(show);
  onFailure(() => {
    document.getElementById("who").textContent = "A recording could not be loaded. Reload the page to try again.";
  });
}
document.documentElement.classList.add("scripted");
// one at a time: a long call has thousands of moments
document.addEventListener("pointerover", ({ target }) => {
  if (target.nodeName === "TIME" && !target.title) localTimes(target.parentNode);
});

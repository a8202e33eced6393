// The review: click anywhere to hear it; the line that plays is marked and kept in view unless the reader scrolls.

import { hasSound, isPlaying, nowMs, onChange, pause, play, seek, setSpeed } from "./sound.js";
import { focusSearch, step } from "./search.js";

const SPEEDS = [1, 1.5, 2, 0.75];
const READS_FOR_MS = 8000;
const lanes = document.getElementById("lanes");
const list = document.getElementById("said");
const lines = [...list.querySelectorAll(".said")];
const button = document.getElementById("play");
let scrolledAt = 0;
let scrollsItself = false;

function hear(ms) {
  if (!hasSound) return;
  seek(ms);
  play();
}

function toggle() {
  if (isPlaying()) pause();
  else play();
}

function show() {
  const ms = nowMs();
  const playing = isPlaying();
  button.setAttribute("aria-pressed", String(playing));
  button.querySelector("[data-word]").textContent = playing ? "Pause" : "Play";
  document.getElementById("now").textContent = new Date(ms).toISOString().slice(11, 19);
  const { start, end, left, right } = lanes.dataset;
  const part = Math.min(1, Math.max(0, (ms - start) / (end - start)));
  const x = Number(left) + part * (right - left);
  for (const name of ["x1", "x2"]) document.getElementById("cursor").setAttribute(name, x);
  mark(ms);
}

function mark(ms) {
  const line = lines.findLast((candidate) => Number(candidate.dataset.play) <= ms + 50);
  const current = line && ms <= Number(line.dataset.until) + 1500 ? line : null;
  document.getElementById("who").textContent = current?.dataset.name ?? "";
  if (current?.classList.contains("playing")) return;
  for (const other of list.querySelectorAll(".playing")) other.classList.remove("playing");
  current?.classList.add("playing");
  if (current && Date.now() - scrolledAt > READS_FOR_MS) {
    scrollsItself = true;
    current.scrollIntoView({ block: "nearest" });
    setTimeout(() => (scrollsItself = false), 200);
  }
}

list.addEventListener("scroll", () => {
  if (!scrollsItself) scrolledAt = Date.now();
});

document.addEventListener("click", (event) => {
  const place = event.target.closest("[data-play]");
  if (place) {
    if (String(getSelection()).length === 0) hear(Number(place.dataset.play));
  } else if (lanes.contains(event.target)) {
    const box = lanes.getBoundingClientRect();
    const { start, end, left, right, width } = lanes.dataset;
    const x = ((event.clientX - box.left) / box.width) * width;
    if (x >= left) hear(Number(start) + ((x - left) / (right - left)) * (end - start));
  }
});

button.addEventListener("click", toggle);
for (const skip of document.querySelectorAll("[data-skip]")) {
  skip.addEventListener("click", () => seek(nowMs() + 1000 * Number(skip.dataset.skip)));
}
document.getElementById("speed").addEventListener("click", (event) => {
  const speed = SPEEDS[(SPEEDS.indexOf(Number.parseFloat(event.target.textContent)) + 1) % SPEEDS.length];
  event.target.textContent = `${speed}×`;
  setSpeed(speed);
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea")) return;
  if (event.key === " " && event.target.nodeName !== "BUTTON" && event.target.nodeName !== "SUMMARY") toggle();
  else if (event.key === "ArrowLeft") seek(nowMs() - 5000);
  else if (event.key === "ArrowRight") seek(nowMs() + 5000);
  else if (event.key === "/") focusSearch();
  else if (event.key === "n") step(1);
  else if (event.key === "N") step(-1);
  else return;
  event.preventDefault();
});

onChange(show);

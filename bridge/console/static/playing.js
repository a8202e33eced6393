// Plays the words behind a line of the timeline, one utterance after the other; the same button stops.

import { showRefusal } from "./acting.js";

const audio = new Audio();
let link = null;
let waiting = [];

function stop() {
  audio.pause();
  link?.classList.remove("playing");
  link = null;
}

function next() {
  const url = waiting.shift();
  if (!url) return stop();
  audio.src = url;
  audio.play().catch((error) => {
    if (error.name !== "AbortError" && link) fail();
  });
}

function fail() {
  stop();
  showRefusal("The sound of this line is not there: it was not kept, or has not reached the disk yet. The words stand; try again in a second, or listen in the review after the call.");
}

audio.addEventListener("ended", next);

document.addEventListener("click", (event) => {
  const pressed = event.target.closest?.("a[data-play]");
  if (!pressed) return;
  event.preventDefault();
  const again = pressed === link;
  stop();
  if (again) return;
  link = pressed;
  link.classList.add("playing");
  waiting = link.dataset.play.split(" ");
  next();
});

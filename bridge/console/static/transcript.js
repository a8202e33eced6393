// What is said: grey while it is spoken, black when it is final. Scrolled up, the page stays and says what came.

import { element, place } from "./patch.js";
import { localTimes } from "./clocks.js";

const list = document.getElementById("said");
const pill = document.getElementById("newer");
const NEAR_PX = 60;
let unseen = 0;

const atEnd = () => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX;

function toEnd() {
  list.scrollTop = list.scrollHeight;
  unseen = 0;
  pill.hidden = true;
}

/** Change the list, and stay at its end if that is where the reader is. */
function keepingPlace(change) {
  const follows = atEnd();
  const news = change();
  if (follows) toEnd();
  else if (news) {
    unseen += news;
    pill.textContent = `${unseen} new ↓`;
    pill.hidden = false;
  }
}

pill.addEventListener("click", toEnd);
list.addEventListener("scroll", () => {
  if (atEnd()) {
    unseen = 0;
    pill.hidden = true;
  }
});

/** Lines and facts of the log. */
export function put(placed, gone) {
  keepingPlace(() => {
    document.getElementById("nothing-said")?.remove();
    let news = 0;
    for (const id of gone) document.getElementById(id)?.remove();
    for (const { element_id: id, html } of placed) {
      document.getElementById(id.replace(/^line-/, "partial-"))?.remove();
      const fresh = element(html);
      localTimes(fresh);
      if (fresh.dataset.person) speaking(fresh.dataset.person, false);
      if (place(list, fresh)) news += 1;
    }
    return news;
  });
  copyLast();
}

/** The last two lines, for the column of somebody who looks at their own keys. */
function copyLast() {
  const copies = [...list.querySelectorAll(".said")].slice(-2).map((line) => {
    const copy = line.cloneNode(true);
    copy.removeAttribute("id");
    return copy;
  });
  document.getElementById("last-said").replaceChildren(...copies);
}

/** Somebody speaks: {utterance_id, person_id, name, text, start_ms}. */
export function partial(said) {
  keepingPlace(() => {
    document.getElementById("nothing-said")?.remove();
    const line = document.getElementById(`line-${said.utterance_id}`);
    const guess = line ? guessIn(line) : guessLine(said);
    guess.textContent = said.text;
    return 0;
  });
  copyLast();
  speaking(said.person_id, true);
}

export function partialGone(said) {
  document.getElementById(`partial-${said.utterance_id}`)?.remove();
  document.getElementById(`line-${said.utterance_id}`)?.querySelector(".guess")?.remove();
  speaking(said.person_id, false);
}

function guessIn(line) {
  const text = line.querySelector("p");
  const known = text.querySelector(".guess");
  if (known) return known;
  const guess = document.createElement("span");
  guess.className = "guess";
  text.append(" ", guess);
  return guess;
}

function guessLine(said) {
  const id = `partial-${said.utterance_id}`;
  const known = document.getElementById(id);
  if (known) return known.querySelector("p");
  const line = document.createElement("div");
  line.className = "said guess";
  line.id = id;
  line.dataset.at = said.start_ms;
  const time = document.createElement("time");
  time.textContent = new Date(said.start_ms).toISOString().slice(11, 19);
  const who = document.createElement("span");
  who.className = "who";
  who.textContent = said.name;
  const text = document.createElement("p");
  line.append(time, who, text);
  place(list, line);
  return text;
}

function speaking(person, is) {
  document.getElementById(`person-${person}`)?.classList.toggle("speaking", is);
}

export { toEnd };

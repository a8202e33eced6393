// Search in what was said, as it is shown and as it was spoken: marks the words, steps through the places.

import { stopFollowing } from "./following.js";
import { bringIntoView } from "./scrolling.js";

const input = document.getElementById("search");
const found = document.getElementById("found");
const paragraphs = [...document.querySelectorAll("#said .said p")];
const LEAST_LETTERS = 2;
let places = []; // each a list of <mark>: a place may run over words of different certainty
let at = -1;

function clear() {
  for (const mark of places.flat()) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
  places = [];
  at = -1;
}

/** The words as typed, with any space between them. */
function pattern(typed) {
  const words = typed.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(words.join("\\s+"), "giu");
}

/** The parts of a paragraph: how each is shown and how it was said, with where it begins in either text. */
function parts(paragraph) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let shownAt = 0, saidAt = 0; walker.nextNode(); ) {
    const shown = walker.currentNode.data;
    const said = walker.currentNode.parentElement.dataset.said;
    found.push({ shownAt, saidAt, shown, said: said ?? shown, written: said !== undefined });
    shownAt += shown.length;
    saidAt += (said ?? shown).length;
  }
  return found;
}

/** A place of the spoken text in the shown one; a written form is one place as a whole. */
function shownPlace(parts, start, end) {
  const first = parts.findLast((part) => part.saidAt <= start);
  const last = parts.findLast((part) => part.saidAt < end);
  return [
    first.shownAt + (first.written ? 0 : start - first.saidAt),
    last.shownAt + (last.written ? last.shown.length : end - last.saidAt),
  ];
}

function markIn(paragraph, wanted) {
  const pieces = parts(paragraph);
  const ranges = [...paragraph.textContent.matchAll(wanted)].map((match) => [match.index, match.index + match[0].length]);
  if (pieces.some((piece) => piece.written)) {
    for (const match of pieces.map((piece) => piece.said).join("").matchAll(wanted)) {
      const [start, end] = shownPlace(pieces, match.index, match.index + match[0].length);
      if (!ranges.some(([from, to]) => start < to && from < end)) ranges.push([start, end]);
    }
  }
  ranges.sort((one, other) => one[0] - other[0]);
  // from the last to the first, so that the places of those before stay true
  places.push(...ranges.reverse().map(([start, end]) => markRange(paragraph, start, end)).reverse());
}

function markRange(paragraph, start, end) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let offset = 0; walker.nextNode(); offset += walker.currentNode.length) {
    texts.push({ text: walker.currentNode, offset });
  }
  const marks = [];
  for (const { text, offset } of texts) {
    const [first, last] = [Math.max(start - offset, 0), Math.min(end - offset, text.length)];
    if (first >= last) continue;
    const hit = first ? text.splitText(first) : text;
    if (last - first < hit.length) hit.splitText(last - first);
    const mark = document.createElement("mark");
    hit.replaceWith(mark);
    mark.append(hit);
    marks.push(mark);
  }
  return marks;
}

function tell(typed) {
  if (typed.length < LEAST_LETTERS) found.textContent = "";
  else if (!places.length) found.textContent = `nobody said “${typed}”`;
  else {
    const say = places.length === 1 ? "place says" : "places say";
    found.textContent = `${at + 1} of ${places.length} ${say} “${typed}” · n next, N back`;
  }
}

function search() {
  clear();
  const typed = input.value.trim();
  if (typed.length >= LEAST_LETTERS) for (const paragraph of paragraphs) markIn(paragraph, pattern(typed));
  step(1);
  tell(typed);
}

/** Go to the next (1) or the one before (-1). */
export function step(by) {
  if (!places.length) return;
  for (const mark of places[at] ?? []) mark.classList.remove("current");
  at = (at + by + places.length) % places.length;
  for (const mark of places[at]) mark.classList.add("current");
  stopFollowing();
  bringIntoView(places[at][0], "center");
  tell(input.value.trim());
}

export function focusSearch() {
  input.focus();
  input.select();
}

input.addEventListener("input", search);
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
  if (event.key !== "Escape") return;
  event.preventDefault(); // the marks stay; the browser would empty the field
  input.blur();
});
if (input.value) search(); // typed, or given back by the browser, before this script was there

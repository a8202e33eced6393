// Search in what was said: marks the words, steps through them.

const input = document.getElementById("search");
const found = document.getElementById("found");
const list = document.getElementById("said");
let marks = [];
let at = -1;

function clear() {
  for (const mark of list.querySelectorAll("mark")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
  marks = [];
  at = -1;
}

function markIn(paragraph, wanted) {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (let text of texts) {
    let index;
    while ((index = text.data.toLowerCase().indexOf(wanted)) >= 0) {
      const hit = text.splitText(index);
      const rest = hit.splitText(wanted.length);
      const mark = document.createElement("mark");
      hit.replaceWith(mark);
      mark.append(hit);
      marks.push(mark);
      text = rest;
    }
  }
}

function search() {
  clear();
  const wanted = input.value.trim().toLowerCase();
  if (wanted) for (const paragraph of list.querySelectorAll(".said p")) markIn(paragraph, wanted);
  const places = marks.length === 1 ? "1 place says" : `${marks.length} places say`;
  found.textContent = wanted ? `${places} “${input.value.trim()}” · n next` : "";
  step(1);
}

/** Go to the next (1) or the one before (-1). */
export function step(by) {
  if (!marks.length) return;
  marks[at]?.classList.remove("current");
  at = (at + by + marks.length) % marks.length;
  marks[at].classList.add("current");
  marks[at].scrollIntoView({ block: "center" });
}

export function focusSearch() {
  input.focus();
  input.select();
}

input.addEventListener("input", search);
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
  if (event.key === "Escape") input.blur();
});

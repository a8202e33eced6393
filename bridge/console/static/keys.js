// Single-key shortcuts of the column that has the focus; the chosen row shows what can be done with it.

import { order } from "./acting.js";
import { openAnything } from "./anything.js";

const TYPED_IN = "input:not([type=radio], [type=checkbox]), textarea, select";
const COLUMNS = ["me", "people", "transcript", "timeline"];
let current = "people";

/** Not what the dial hides, nor what is folded away: no key acts on a line that is not seen. */
const isShown = (row) => (row.checkVisibility ? row.checkVisibility() : Boolean(row.offsetParent));
const rowsOf = (column) => [...document.querySelectorAll(`#${column} :is(.person, .entry)`)].filter(isShown);
const chosenIn = (column) => [...document.querySelectorAll(`#${column} .chosen`)].find(isShown);

function choose(row) {
  const column = row.closest(".column");
  for (const other of column.querySelectorAll(".chosen")) if (other !== row) other.classList.remove("chosen");
  row.classList.add("chosen");
  current = column.id;
}

function move(step) {
  const rows = rowsOf(current);
  if (!rows.length) return;
  const at = rows.indexOf(chosenIn(current));
  const row = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step))];
  choose(row);
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const place = chosenIn(current)?.querySelector(`[data-key="${key}"]`)
    ?? document.querySelector(`#${current} > .foot button[data-key="${key}"]`)
    ?? (current === "people" ? document.querySelector(`#head button[data-key="${key}"]`) : null);
  place?.click();
  return Boolean(place);
}

function goTo(column) {
  current = column;
  const first = chosenIn(column) ?? rowsOf(column)[0] ?? document.querySelector(`#${column} [tabindex], #${column} button`);
  if (first?.matches(".person, .entry")) choose(first);
  first?.focus();
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".person, .entry");
  if (row) choose(row);
  else current = event.target.closest?.(".column")?.id ?? current;
});
document.addEventListener("click", (event) => {
  const row = event.target.closest?.(".person, .entry");
  if (row) choose(row);
});

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("dialog[open]") || event.target.closest(TYPED_IN)) return;
  const { key } = event;
  if (key.startsWith("Arrow") && event.target.matches("input")) return;
  let done = true;
  if (key === "j" || key === "ArrowDown") current === "transcript" ? (done = false) : move(1);
  else if (key === "k" || key === "ArrowUp") current === "transcript" ? (done = false) : move(-1);
  else if (key === "?") document.getElementById("keys").showModal();
  else if (key === "/") openAnything();
  else if (key === "u") order("undo");
  else if (key >= "1" && key <= "4") goTo(COLUMNS[Number(key) - 1]);
  else done = /^[a-z]$/.test(key) && press(key);
  if (done) event.preventDefault();
});

/** The tab of a phone that is shown. */
function markTab() {
  const shown = location.hash.slice(1) || "me";
  for (const tab of document.querySelectorAll("nav.tabs a")) {
    if (tab.hash.slice(1) === shown) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}
addEventListener("hashchange", markTab);
markTab();

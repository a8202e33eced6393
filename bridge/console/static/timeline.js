// What is kept: each line stands in the list of its state. New drafts come under the ones that wait, and what is being
// read stays where it is.

import { element, place } from "./patch.js";
import { localTimes } from "./clocks.js";

const lists = { draft: "drafts", kept: "kept", dropped: "dropped" };
const rows = document.getElementById("timeline-rows");
const drafts = document.getElementById("drafts");
const space = document.getElementById("drafts-space");
const pill = document.getElementById("newer-drafts");
let unseen = 0;

const isSeen = (row) => {
  const [at, view] = [row.getBoundingClientRect(), rows.getBoundingClientRect()];
  return at.height > 0 && at.bottom > view.top && at.top < view.bottom;
};
const listOf = (row) => row.parentElement?.id;

/** What the reader looks at, best first: the chosen line, the line under the pointer, the topmost draft, the topmost. */
function anchors() {
  const looked = [rows.querySelector(".entry.chosen"), rows.querySelector(".entry:hover"), ...drafts.children, ...rows.querySelectorAll(".entry")];
  return looked.filter((row) => row && isSeen(row)).map((row) => ({ row, list: listOf(row), top: row.getBoundingClientRect().top }));
}

/** Change the lists. What is read stays where it was on the screen; where the chosen line leaves, the next takes its place. */
function keepingPlace(change) {
  const before = anchors();
  const chosen = before.find(({ row }) => row.matches(".chosen"));
  change();
  const anchor = before.find(({ row, list }) => row.isConnected && listOf(row) === list && row.offsetParent);
  const now = rows.querySelector(".entry.chosen");
  if (chosen && chosen !== anchor && now) moveBy(now.getBoundingClientRect().top - chosen.top);
  else if (anchor) moveBy(anchor.row.getBoundingClientRect().top - anchor.top);
}

const isReadHere = () => rows.contains(document.activeElement) || rows.matches(":hover");

/** Take back that what is read moved down by so many pixels (up: negative). Where nothing can be scrolled, a gap is left
 * for whoever is in this column. */
function moveBy(px) {
  const gap = space.offsetHeight;
  const fromGap = Math.min(gap, Math.max(px, 0));
  const scrolled = Math.max(px - fromGap, -rows.scrollTop);
  const missing = isReadHere() ? Math.max(scrolled - px + fromGap, 0) : 0;
  space.style.height = `${gap - fromGap + missing}px`;
  rows.scrollTop += scrolled;
}

/** The gap goes once it is out of sight, or nobody is in this column any more. */
function closeGap() {
  const gap = space.offsetHeight;
  const outOfSight = space.getBoundingClientRect().bottom < rows.getBoundingClientRect().top;
  if (!gap || (!outOfSight && isReadHere())) return;
  space.style.height = "0";
  if (outOfSight) rows.scrollTop -= gap;
}
rows.addEventListener("mouseleave", closeGap);
rows.addEventListener("focusout", () => setTimeout(closeGap));

const lastShown = () => [...drafts.children].filter((row) => row.offsetParent).at(-1);

function tellUnseen() {
  pill.textContent = `${unseen} new ↓`;
  pill.hidden = !unseen;
}

pill.addEventListener("click", () => {
  lastShown()?.scrollIntoView({ block: "end" });
  unseen = 0;
  tellUnseen();
});
rows.addEventListener("scroll", () => {
  closeGap();
  const last = lastShown();
  if (!last || isSeen(last)) {
    unseen = 0;
    tellUnseen();
  }
});

/** The line after one that leaves the drafts is chosen next. */
function chooseAfter(row, next) {
  row?.classList.remove("chosen");
  const waiting = next?.isConnected && next.offsetParent ? next : lastShown();
  waiting?.classList.add("chosen");
  waiting?.focus({ preventScroll: true });
}

function nextShown(row) {
  let next = row.nextElementSibling;
  while (next && !next.offsetParent) next = next.nextElementSibling;
  return next;
}

/** `placed`: lines and proposals as they are now; `gone`: ids of elements that this viewer has no more use for. */
export function putEntries(placed, gone = []) {
  if (!placed.length && !gone.length) return;
  keepingPlace(() => {
    for (const id of gone) {
      const row = document.getElementById(id);
      if (!row?.matches(".entry")) continue;
      const next = row.classList.contains("chosen") ? nextShown(row) : null;
      const wasChosen = row.classList.contains("chosen");
      row.remove();
      if (wasChosen) chooseAfter(null, next);
    }
    for (const { html } of placed) putEntry(element(html));
  });
  tellUnseen();
}

function putEntry(fresh) {
  localTimes(fresh);
  const known = document.getElementById(fresh.id);
  const stays = known?.dataset.state === fresh.dataset.state;
  const wasChosen = known?.classList.contains("chosen");
  const next = wasChosen && !stays ? nextShown(known) : null;
  const isNew = place(document.getElementById(lists[fresh.dataset.state]), fresh, true);
  if (wasChosen && !stays) chooseAfter(fresh, next);
  if (isNew && fresh.dataset.state === "draft" && fresh.offsetParent && !isSeen(fresh)) unseen += 1;
}

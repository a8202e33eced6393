// Brings elements up to date in place: what did not change is not touched, so focus, selection and fingers stay.

const KEPT_CLASSES = ["chosen", "speaking", "playing"];

/** The first element of a piece of HTML that our own server rendered. */
export function element(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  return holder.content.firstElementChild;
}

/** Make `old` look like `fresh`; children with ids are matched by them, others by their place. */
export function patch(old, fresh) {
  if (old.nodeName !== fresh.nodeName || (old.id || "") !== (fresh.id || "")) {
    old.replaceWith(fresh);
    return fresh;
  }
  patchAttributes(old, fresh);
  const known = new Map([...old.children].filter((child) => child.id).map((child) => [child.id, child]));
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const match = wanted.id ? known.get(wanted.id) : null;
    if (match) {
      if (match === at) at = at.nextSibling;
      else old.insertBefore(match, at);
      patch(match, wanted);
    } else if (at && !at.id && !wanted.id && at.nodeName === wanted.nodeName) {
      const here = at;
      at = at.nextSibling;
      if (here.nodeType === Node.ELEMENT_NODE) patch(here, wanted);
      else if (here.nodeValue !== wanted.nodeValue) here.nodeValue = wanted.nodeValue;
    } else {
      old.insertBefore(wanted, at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
  return old;
}

function patchAttributes(old, fresh) {
  const kept = KEPT_CLASSES.filter((name) => old.classList.contains(name));
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !(old.nodeName === "DETAILS" && name === "open")) old.removeAttribute(name);
  }
  for (const { name, value } of [...fresh.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const name of kept) old.classList.add(name);
}

/** Put an element into a list in order of `data-at` (what is of the same moment in order of its id, if `byId`), or bring
 * the one with its id up to date. True when it is new. */
export function place(list, fresh, byId = false) {
  const known = document.getElementById(fresh.id);
  if (known && known.parentElement === list) {
    patch(known, fresh);
    return false;
  }
  if (known) known.remove();
  const at = Number(fresh.dataset.at);
  let after = list.lastElementChild;
  const isLater = (row) => Number(row.dataset.at ?? 0) > at || (byId && Number(row.dataset.at) === at && row.id > fresh.id);
  while (after && isLater(after)) after = after.previousElementSibling;
  if (after) after.after(fresh);
  else list.prepend(fresh);
  return !known;
}

// What is kept: each line stands in the list of its state. New drafts come under the ones that wait.

import { element, place } from "./patch.js";
import { localTimes } from "./clocks.js";

const lists = { draft: "drafts", kept: "kept", dropped: "dropped" };

export function putEntries(placed) {
  for (const { html } of placed) {
    const fresh = element(html);
    localTimes(fresh);
    const wasChosen = document.getElementById(fresh.id)?.classList.contains("chosen");
    const stays = document.getElementById(fresh.id)?.dataset.state === fresh.dataset.state;
    const next = wasChosen && !stays ? document.getElementById(fresh.id).nextElementSibling : null;
    place(document.getElementById(lists[fresh.dataset.state]), fresh);
    if (wasChosen && !stays) {
      fresh.classList.remove("chosen");
      const waiting = next ?? document.querySelector("#drafts .entry");
      waiting?.classList.add("chosen");
      waiting?.focus({ preventScroll: true });
    }
  }
}

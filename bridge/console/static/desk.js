// The page of a running bridge: what the event stream says is put where it belongs.

import { element, patch } from "./patch.js";
import { follow } from "./stream.js";
import { localTimes, setServerTime, startClocks, tick } from "./clocks.js";
import { partial, partialGone, put, toEnd } from "./transcript.js";
import { putEntries } from "./timeline.js";
import { dialIsSet } from "./dial.js";
import "./acting.js";
import "./playing.js";
import "./keys.js";

const desk = document.getElementById("desk");
const lost = document.getElementById("lost");
const ON_THE_TABS = ["[data-count]", "[data-drafts]"];

document.documentElement.classList.add("scripted");
localTimes(document);
startClocks();
dialIsSet(countTabs);
countTabs();
toEnd();

follow(desk.dataset.incident, Number(desk.dataset.seq), receive, (since) => {
  lost.hidden = since === null;
  if (since) lost.querySelector("[data-lost]").textContent = `at ${since.toISOString().slice(11, 19)} UTC`;
});

function receive(name, data) {
  switch (name) {
    case "update":
      for (const [id, html] of Object.entries(data.panels)) redraw(id, html);
      putEntries(data.entries, data.gone);
      put(data.said, data.gone);
      countTabs();
      tick();
      break;
    case "partial":
      partial(data);
      break;
    case "partial_gone":
      partialGone(data);
      break;
    case "lag":
      showLag(data.seconds);
      break;
    case "beat":
      setServerTime(data.now_ms);
      break;
    case "reload":
      location.reload();
      break;
    case "sign_in":
      location.assign("/sign-in?next=" + encodeURIComponent(location.pathname));
      break;
  }
}

let lagText = "";

function redraw(id, html) {
  const known = document.getElementById(id);
  if (!known) return;
  const fresh = element(html);
  localTimes(fresh);
  patch(known, fresh);
  if (id === "head" && lagText) writeLag();
}

function showLag(seconds) {
  lagText = `${seconds.toFixed(1)} s behind`;
  writeLag();
}

function writeLag() {
  const place = document.querySelector("[data-lag]");
  if (place) place.textContent = lagText;
}

/** The tabs of a phone carry the numbers of the columns. */
function countTabs() {
  for (const selector of ON_THE_TABS) {
    const all = [...document.querySelectorAll(`main ${selector}`)];
    const shown = all.find((count) => getComputedStyle(count.parentElement).display !== "none")?.textContent ?? "";
    for (const tab of document.querySelectorAll(`nav.tabs ${selector}`)) tab.textContent = shown;
  }
}

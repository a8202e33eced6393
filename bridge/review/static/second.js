// A second transcript that is under way: how far it is, and the page anew once it is over.

const EVERY_MS = 2000;
const bar = document.querySelector("#second[data-under-way]");

async function look() {
  try {
    const answer = await fetch(bar.dataset.underWay, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const now = await answer.json();
    document.getElementById("second-done").textContent = now.words;
    document.getElementById("second-waits").textContent = now.waits || "It waits whenever somebody is on a call.";
    document.getElementById("second-progress").value = now.done;
    if (!now.how) return;
    clearInterval(timer);
    const ready = document.createElement("a");
    ready.href = `${location.pathname}#second`;
    ready.textContent = "It is over: show what it says";
    ready.className = "push";
    // the address alone would only scroll; nothing that is being read moves until somebody asks
    ready.addEventListener("click", () => setTimeout(() => location.reload()));
    bar.querySelector(".push").replaceWith(ready);
  } catch {
    // the bridge does not answer; asked again in two seconds
  }
}

// the address leads to the line, and a browser that gets there late takes the focus away from the field
const field = document.querySelector(".other.writing [autofocus]");
if (field) addEventListener("load", () => setTimeout(() => field.focus({ preventScroll: true })));
const timer = bar ? setInterval(look, EVERY_MS) : 0;

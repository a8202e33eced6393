// How much of what the bridge notes is shown to this viewer; kept in this browser. What is hidden is only hidden.

const KEPT_AS = "incident-bridge.dial";
const choices = () => [...document.querySelectorAll("input[name=dial]")];

/** `onChange()` when the viewer turns it. */
export function dialIsSet(onChange) {
  let kept = null;
  try {
    kept = localStorage.getItem(KEPT_AS);
  } catch {
    // A browser that keeps nothing shows the usual.
  }
  const chosen = choices().find((choice) => choice.value === kept);
  if (chosen) chosen.checked = true;
  document.addEventListener("change", (event) => {
    if (event.target.name !== "dial") return;
    try {
      localStorage.setItem(KEPT_AS, event.target.value);
    } catch {
      // It holds for this page.
    }
    onChange();
  });
}

// "Do anything": type what and whom; offers the very buttons of this page, so it can do no more and no less than they.

const dialog = document.getElementById("anything");
const input = dialog.querySelector("input");
const found = document.getElementById("anything-found");
const MOST = 12;
let offers = [];
let at = 0;

function everything() {
  return [...document.querySelectorAll("button[form=act]:not([disabled])")].map((button) => {
    const whom = button.closest("[data-name]:not(button)")?.dataset.name ?? button.closest(".entry")?.querySelector("p")?.innerText;
    const what = (button.firstChild?.nodeType === Node.TEXT_NODE ? button.firstChild.nodeValue : button.innerText).trim() || button.innerText.trim();
    return { button, words: [what, whom].filter(Boolean).join(" · ").replace(/\s+/g, " ") };
  });
}

function show() {
  const wanted = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  offers = everything().filter(({ words }) => wanted.every((word) => words.toLowerCase().includes(word))).slice(0, MOST);
  at = Math.min(at, Math.max(0, offers.length - 1));
  found.replaceChildren(
    ...offers.map(({ words }, index) => {
      const item = document.createElement("li");
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", String(index === at));
      item.textContent = words;
      item.addEventListener("click", () => run(index));
      return item;
    }),
  );
}

function run(index) {
  const offer = offers[index];
  dialog.close();
  offer?.button.click();
}

export function openAnything() {
  input.value = "";
  at = 0;
  show();
  dialog.showModal();
}

input.addEventListener("input", () => {
  at = 0;
  show();
});
input.addEventListener("keydown", (event) => {
  if (event.key === "Enter") run(at);
  else if (event.key === "ArrowDown") at = Math.min(at + 1, offers.length - 1);
  else if (event.key === "ArrowUp") at = Math.max(at - 1, 0);
  else return;
  event.preventDefault();
  show();
});

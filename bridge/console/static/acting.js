// A click orders; the log's event draws. Questions come first where something cannot be taken back.

const form = document.getElementById("act");
const refused = document.getElementById("refused");
const pending = new Set();

export function showRefusal(reason) {
  refused.querySelector("[data-reason]").textContent = reason;
  refused.hidden = false;
}

refused.querySelector("[data-close]").addEventListener("click", () => {
  refused.hidden = true;
});

/** Post one action; the same one is not sent twice while it is on its way. */
export async function order(action, fields = {}) {
  const body = new URLSearchParams({ ...fields, action });
  const same = body.toString();
  if (pending.has(same)) return;
  pending.add(same);
  refused.hidden = true;
  try {
    const answer = await fetch(form.getAttribute("action"), {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": document.querySelector("meta[name=csrf-token]").content },
    });
    if (answer.status === 401) location.assign("/sign-in?next=" + encodeURIComponent(location.pathname));
    else if (!answer.ok) showRefusal((await answer.json().catch(() => ({}))).reason ?? "The bridge could not do this. Try again.");
    else {
      const said = (await answer.json().catch(() => ({}))).say;
      if (said) showRefusal(said);
    }
  } catch {
    showRefusal("The bridge does not answer, so nothing was ordered. The call goes on. Press again when the page is connected.");
  } finally {
    pending.delete(same);
  }
}

/** Those who take part now, for a question that asks for one of them. */
function fillPeople(select) {
  const people = new Map([...document.querySelectorAll("#people .rows > .person, #people .person[data-person]")]
    .filter((row) => !row.closest(".waiting, #people-left"))
    .map((row) => [row.dataset.person, row.dataset.name]));
  select.replaceChildren(new Option("Choose …", ""), ...[...people].map(([id, name]) => new Option(name, id)));
}

/** Who may be rung; a page that was opened before its viewer got the role asks for them now. */
async function fillDirectory(select) {
  if (select.options.length > 1) return;
  const answer = await fetch(select.dataset.directory, { headers: { Accept: "application/json" } }).catch(() => null);
  if (answer?.ok) select.append(...(await answer.json()).people.map(([id, name]) => new Option(name, id)));
}

/** Ask with a dialog; resolves to its fields, or null when the answer is no. */
async function ask(button) {
  const dialog = document.getElementById(`dialog-${button.dataset.dialog}`);
  const answers = dialog.querySelector("form");
  answers.reset();
  for (const put of dialog.querySelectorAll("[data-put=name]")) put.textContent = button.dataset.name;
  for (const put of dialog.querySelectorAll("[data-put=text]")) put.textContent = button.dataset.text;
  for (const fill of dialog.querySelectorAll("[data-fill]")) fill.value = button.dataset[fill.dataset.fill] ?? "";
  for (const select of dialog.querySelectorAll("select[data-people]")) fillPeople(select);
  for (const select of dialog.querySelectorAll("select[data-directory]")) await fillDirectory(select);
  for (const [name, value] of new URLSearchParams(button.dataset.fields ?? "")) {
    if (answers.elements[name]) answers.elements[name].value = value;
  }
  dialog.returnValue = "";
  dialog.showModal();
  const fields = [...dialog.querySelectorAll("input:not([type=radio]), textarea, select")];
  (fields.find((field) => field.required && !field.value) ?? fields[0])?.focus();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => resolve(dialog.returnValue === "yes" ? Object.fromEntries(new FormData(answers)) : null),
      { once: true },
    );
  });
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (!button?.value) return;
  const fields = button.dataset.dialog ? await ask(button) : {};
  if (fields) order(button.value, fields);
});

// Enter in a one-line field means yes; Ctrl-Enter in a text does.
for (const dialog of document.querySelectorAll("dialog[id^=dialog-]")) {
  dialog.addEventListener("keydown", (event) => {
    const inText = event.target.nodeName === "TEXTAREA";
    if (event.key === "Enter" && event.target.nodeName !== "BUTTON" && (!inText || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      dialog.querySelector("button[value=yes]").click();
    }
  });
}

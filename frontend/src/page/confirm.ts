// `data-confirm` on a form or button asks before what cannot be taken back.
// data-confirm: the question · -text: what follows, what stays · -yes, -no: the two verbs.

const allowed = new WeakSet<Element>();

export function confirmFirst(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      const button = (event as SubmitEvent).submitter as HTMLElement | null;
      const asking = button?.dataset.confirm ? button : form.dataset.confirm ? form : null;
      if (!asking || allowed.delete(asking)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(asking.dataset, () => {
        allowed.add(asking);
        if (button) button.click();
        else form.submit();
      });
    },
    true,
  );
}

function ask(words: DOMStringMap, proceed: () => void): void {
  const dialog = document.createElement("dialog");
  if (typeof dialog.showModal !== "function") {
    if (window.confirm([words.confirm, words.confirmText].filter(Boolean).join("\n"))) proceed();
    return;
  }
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "confirm-question");
  const question = document.createElement("h2");
  question.id = "confirm-question";
  question.textContent = words.confirm ?? "";
  const text = document.createElement("p");
  text.id = "confirm-text";
  text.textContent = words.confirmText ?? "";
  dialog.setAttribute("aria-describedby", text.id);
  const actions = document.createElement("div");
  actions.className = "actions";
  const no = button("btn btn-outline", words.confirmNo ?? "先不办");
  const tone = words.confirmTone === "calm" ? "btn-primary" : "btn-danger";
  const yes = button(`btn ${tone}`, words.confirmYes ?? "照办");
  actions.append(no, yes);
  dialog.append(question, text, actions);
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", () => {
    dialog.close();
    proceed();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  no.focus();
}

function button(classes: string, text: string): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = classes;
  made.textContent = text;
  return made;
}

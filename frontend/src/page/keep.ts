// `<form data-keep="name">`: what was typed outlives a sign-out in the middle.
// Kept in this tab only, given back when the same page comes again, dropped once it was saved.

interface Kept {
  path: string;
  values: Record<string, string[]>;
  isSubmitted: boolean;
}

const PREFIX = "hefa.kept.";
const SKIPPED = ["password", "file", "hidden", "submit", "button"];

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function keepInput(root: ParentNode): void {
  dropWhatWasSaved();
  for (const form of Array.from(root.querySelectorAll<HTMLFormElement>("form[data-keep]"))) {
    const key = PREFIX + location.pathname + "#" + form.dataset.keep;
    giveBack(form, key);
    form.addEventListener("input", () => store(form, key, false));
    form.addEventListener("change", () => store(form, key, false));
    form.addEventListener("submit", () => store(form, key, true));
  }
}

function dropWhatWasSaved(): void {
  if (document.querySelector("[data-signed-out]")) return;
  const wasSaved = document.querySelector("[data-toast]") !== null;
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(PREFIX))) {
    const kept = read(key);
    if (!kept || (kept.isSubmitted && (wasSaved || kept.path !== location.pathname))) {
      sessionStorage.removeItem(key);
    }
  }
}

function giveBack(form: HTMLFormElement, key: string): void {
  const kept = read(key);
  if (!kept) return;
  let isChanged = false;
  for (const field of fieldsOf(form)) {
    const values = kept.values[field.name];
    if (!values) continue;
    if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
      const isChecked = values.includes(field.value);
      isChanged = isChanged || field.checked !== isChecked;
      field.checked = isChecked;
    } else if (field instanceof HTMLSelectElement && field.multiple) {
      for (const option of Array.from(field.options)) {
        option.selected = values.includes(option.value);
      }
    } else if (field.value !== values[0]) {
      field.value = values[0];
      isChanged = true;
    }
  }
  if (isChanged) tell(form);
}

function tell(form: HTMLFormElement): void {
  const note = document.createElement("p");
  note.className = "notice tone-info";
  note.setAttribute("role", "status");
  note.textContent = "您上次填到一半的内容已经放回来了。";
  form.prepend(note);
}

function store(form: HTMLFormElement, key: string, isSubmitted: boolean): void {
  const values: Record<string, string[]> = {};
  for (const field of fieldsOf(form)) {
    const held = (values[field.name] = values[field.name] ?? []);
    if (field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type)) {
      if (field.checked) held.push(field.value);
    } else if (field instanceof HTMLSelectElement && field.multiple) {
      held.push(...Array.from(field.selectedOptions, (option) => option.value));
    } else {
      held.push(field.value);
    }
  }
  const kept: Kept = { path: location.pathname, values, isSubmitted };
  try {
    sessionStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // A full or closed store costs the convenience, not the page.
  }
}

function read(key: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return (Array.from(form.elements) as Field[]).filter(
    (field) => field.name && !SKIPPED.includes(field.type) && !field.hasAttribute("data-not-kept"),
  );
}

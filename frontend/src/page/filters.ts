// `<form data-autosubmit>`: a changed choice applies at once; typed words wait for a pause.
// With `data-carries="name name"` it takes along what stands in those fields elsewhere on the page.
const PAUSE_MILLISECONDS = 500;

export function submitFiltersOnChange(): void {
  let timer = 0;
  const applyTo = (target: EventTarget | null, wait: number): void => {
    const form = (target as HTMLInputElement).form;
    if (!form || !form.hasAttribute("data-autosubmit")) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => submit(form), wait);
  };
  document.addEventListener("change", (event) => applyTo(event.target, 0));
  document.addEventListener("input", (event) => {
    if ((event.target as HTMLInputElement).type === "search") {
      applyTo(event.target, PAUSE_MILLISECONDS);
    }
  });
  document.addEventListener("submit", (event) => carry(event.target as HTMLFormElement));
}

function carry(form: HTMLFormElement): void {
  for (const name of (form.dataset.carries ?? "").split(" ").filter(Boolean)) {
    const typed = document.querySelector<HTMLInputElement>(`input[name="${name}"]:not([type=hidden])`);
    if (!typed) continue;
    form.querySelector(`input[type=hidden][name="${name}"]`)?.remove();
    const value = typed.type === "checkbox" && !typed.checked ? "" : typed.value;
    if (!value) continue;
    const carried = document.createElement("input");
    carried.type = "hidden";
    carried.name = name;
    carried.value = value;
    form.append(carried);
  }
}

// requestSubmit is missing on iOS before 16; a press of the form's own button does the same.
function submit(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("button:not([type=button])");
  if (button) button.click();
  else form.submit();
}

// `<form data-autosubmit>`: a changed choice applies at once; typed words wait for a pause.
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
}

// requestSubmit is missing on iOS before 16; a press of the form's own button does the same.
function submit(form: HTMLFormElement): void {
  const button = form.querySelector<HTMLButtonElement>("button:not([type=button])");
  if (button) button.click();
  else form.submit();
}

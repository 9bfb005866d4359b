// One press, one act: a form that is on its way cannot be sent again.

export function submitOnce(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== "post" || form.hasAttribute("data-many") || event.defaultPrevented) return;
    if (form.dataset.isSent) {
      event.preventDefault();
      return;
    }
    form.dataset.isSent = "yes";
    sayProgress(form);
    const buttons = form.querySelectorAll<HTMLButtonElement>("button:not([type=button])");
    // After the browser has taken the pressed button's value.
    window.setTimeout(() => buttons.forEach((button) => (button.disabled = true)), 0);
  });
  // Coming back to the page finds it usable again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.querySelectorAll("[data-progress-words]").forEach((words) => words.remove());
    document.querySelectorAll<HTMLFormElement>("form[data-is-sent]").forEach((form) => {
      delete form.dataset.isSent;
      form.querySelectorAll("button").forEach((button) => (button.disabled = false));
    });
  });
}

// data-progress: what takes a while says so until the answer comes.
function sayProgress(form: HTMLFormElement): void {
  if (!form.dataset.progress) return;
  const words = document.createElement("p");
  words.className = "second";
  words.dataset.progressWords = "";
  words.setAttribute("role", "status");
  form.append(words);
  // Set once it stands, else it is not heard.
  window.setTimeout(() => (words.textContent = form.dataset.progress ?? ""), 0);
}

const HOLD_MILLISECONDS = 2000;

// `<button data-hold>` acts after two seconds' press; the keyboard's way is a tick box beside it.
export function holdToConfirm(): void {
  let timer = 0;
  let isThrough = false;
  const release = (): void => {
    window.clearTimeout(timer);
    document.querySelectorAll(".is-holding").forEach((el) => el.classList.remove("is-holding"));
  };
  document.addEventListener("pointerdown", (event) => {
    const button = holdButton(event);
    if (!button || button.disabled) return;
    button.classList.add("is-holding");
    timer = window.setTimeout(() => {
      release();
      isThrough = true;
      button.click();
      isThrough = false;
    }, HOLD_MILLISECONDS);
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave", "blur"]) {
    window.addEventListener(name, release);
  }
  document.addEventListener("contextmenu", (event) => {
    if (holdButton(event)) event.preventDefault();
  });
  document.addEventListener(
    "click",
    (event) => {
      const button = holdButton(event);
      if (!button || isThrough) return;
      const tick = button.form?.querySelector<HTMLInputElement>("[data-hold-tick]");
      const isByKeyboard = event.detail === 0;
      if (!(isByKeyboard && tick?.checked)) event.preventDefault();
    },
    true,
  );
}

function holdButton(event: Event): HTMLButtonElement | null {
  return (event.target as Element).closest<HTMLButtonElement>("button[data-hold]");
}

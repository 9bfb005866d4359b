// Messages: good news leaves after five seconds, trouble stays.
const TOAST_MILLISECONDS = 5000;

export function timeToasts(root: ParentNode): void {
  for (const toast of Array.from(root.querySelectorAll<HTMLElement>("[data-toast]"))) {
    let timer = window.setTimeout(() => toast.remove(), TOAST_MILLISECONDS);
    toast.addEventListener("focusin", () => window.clearTimeout(timer));
    toast.addEventListener("pointerenter", () => window.clearTimeout(timer));
    toast.addEventListener("pointerleave", () => {
      timer = window.setTimeout(() => toast.remove(), TOAST_MILLISECONDS);
    });
  }
}

// A refusal is heard: the focus goes to the first field that is wrong, else to the reasons.
export function focusRefusal(root: ParentNode): void {
  const fields = Array.from(root.querySelectorAll<HTMLElement>("[aria-invalid=true]"));
  fields.forEach(unfold);
  const field = fields.find((one) => one.getClientRects().length > 0);
  const reasons = root.querySelector<HTMLElement>(".form-errors");
  if (reasons) reasons.tabIndex = -1;
  (field ?? reasons)?.focus();
}

function unfold(field: HTMLElement): void {
  for (let at = field.closest("details"); at; at = at.parentElement?.closest("details") ?? null) {
    at.open = true;
  }
}

// A part of a page that could not be fetched says so in the page's own region.
export function showFailures(): void {
  const say = (text: string): void => {
    const region = document.getElementById("page-failures");
    if (!region) return;
    const note = document.createElement("p");
    note.className = "notice tone-miss";
    note.textContent = text;
    region.replaceChildren(note);
    note.scrollIntoView({ block: "nearest" });
  };
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () =>
      say("没有连上核发：网络断了。您填的都还在，连上后再点一次。"),
    );
  }
  document.addEventListener("htmx:responseError", () =>
    say("这一步没办成，您填的都还在。过一会儿再点一次；还不行请找技术支持。"),
  );
}

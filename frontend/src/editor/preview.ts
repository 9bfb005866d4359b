// The phone beside the text: shown anew after each save, without a blank moment between; on
// narrow screens it lies over the page while it is asked for.

export interface Preview {
  refresh: () => void;
}

export function previewOf(): Preview | null {
  const holder = document.querySelector<HTMLElement>("[data-preview]");
  const opener = document.querySelector<HTMLButtonElement>("[data-preview-open]");
  if (!holder) return null;
  if (opener) lieOver(holder, opener);
  let next: HTMLIFrameElement | null = null;
  const refresh = () => {
    const shown = holder.querySelector<HTMLIFrameElement>("iframe:not(.is-coming)");
    if (!shown) return;
    next?.remove();
    const coming = shown.cloneNode() as HTMLIFrameElement;
    coming.classList.add("is-coming");
    coming.addEventListener("load", () => {
      if (coming !== next) return;
      coming.classList.remove("is-coming");
      shown.remove();
      next = null;
    });
    next = coming;
    shown.after(coming);
  };
  return { refresh };
}

function lieOver(holder: HTMLElement, opener: HTMLButtonElement): void {
  const closer = holder.querySelector<HTMLButtonElement>("[data-preview-close]");
  const open = (isOpen: boolean) => {
    holder.classList.toggle("is-open", isOpen);
    document.body.classList.toggle("is-covered", isOpen);
    opener.setAttribute("aria-expanded", String(isOpen));
    (isOpen ? closer : opener)?.focus();
  };
  opener.addEventListener("click", () => open(true));
  closer?.addEventListener("click", () => open(false));
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && holder.classList.contains("is-open")) open(false);
  });
}

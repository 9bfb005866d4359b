// The phone beside the text: shown anew after each save, without a blank moment between; on
// narrow screens it lies over the page while it is asked for. Its width and night are chosen on
// the page and kept for the tab, since the frame itself may keep nothing.

export interface Preview {
  refresh: () => void;
}

interface Looks {
  width: string;
  isNight: boolean;
}

const KEPT = "hefa.preview";

export function previewOf(): Preview | null {
  const holder = document.querySelector<HTMLElement>("[data-preview]");
  const opener = document.querySelector<HTMLButtonElement>("[data-preview-open]");
  const first = holder?.querySelector<HTMLIFrameElement>("iframe");
  if (!holder || !first) return null;
  if (opener) lieOver(holder, opener);
  const address = new URL(first.src);
  let shown = first;
  let next: HTMLIFrameElement | null = null;
  const refresh = () => {
    next?.remove();
    const coming = shown.cloneNode() as HTMLIFrameElement;
    coming.src = address.href;
    coming.classList.add("is-coming");
    coming.addEventListener("load", () => {
      if (coming !== next) return;
      coming.classList.remove("is-coming");
      shown.remove();
      shown = coming;
      next = null;
    });
    next = coming;
    shown.after(coming);
  };
  choosing(holder, (looks) => {
    address.searchParams.set("width", looks.width);
    address.searchParams.set("mode", looks.isNight ? "night" : "day");
    refresh();
  });
  return { refresh };
}

// Calls `show` for each choice, and at once when the tab already made one.
function choosing(holder: HTMLElement, show: (looks: Looks) => void): void {
  const widths = Array.from(holder.querySelectorAll<HTMLElement>("[data-preview-width]"));
  const night = holder.querySelector<HTMLElement>("[data-preview-night]");
  const looks: Looks = { width: widths[0]?.dataset.previewWidth ?? "", isNight: false };
  const press = () => {
    for (const button of widths) {
      button.setAttribute("aria-pressed", String(button.dataset.previewWidth === looks.width));
    }
    night?.setAttribute("aria-pressed", String(looks.isNight));
    show(looks);
  };
  const choose = (change: Partial<Looks>) => {
    Object.assign(looks, change);
    keep(looks);
    press();
  };
  for (const button of widths) {
    button.addEventListener("click", () => choose({ width: button.dataset.previewWidth }));
  }
  night?.addEventListener("click", () => choose({ isNight: !looks.isNight }));
  const kept = keptLooks();
  if (!kept) return;
  Object.assign(looks, kept);
  press();
}

function keep(looks: Looks): void {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(looks));
  } catch {
    // A browser that keeps nothing shows the first width again on the next page.
  }
}

function keptLooks(): Partial<Looks> | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as Partial<Looks> | null;
  } catch {
    return null;
  }
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

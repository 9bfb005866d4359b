// `data-seen-group`: an act waits until each `data-seen` item inside the page was in view.
// In the group: [data-seen-left] the number left · [data-needs-seen] the button that waits ·
// [data-seen-input] receives the keys · [data-when-seen], [data-until-seen] swap their words.

const IN_VIEW_MILLISECONDS = 700;
const SHARE = 0.5;
const STEPS = 20;
const TALLEST_SCREENS = 3;

export function markSeen(root: ParentNode): void {
  for (const group of Array.from(root.querySelectorAll<HTMLElement>("[data-seen-group]"))) {
    if (!("IntersectionObserver" in window)) continue;
    watch(group);
  }
}

function watch(group: HTMLElement): void {
  const items = Array.from(group.querySelectorAll<HTMLElement>("[data-seen]"));
  const seen = new Set(items.filter((item) => item.classList.contains("is-seen")).map(keyOf));
  const timers = new Map<Element, number>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        window.clearTimeout(timers.get(entry.target));
        if (!isInView(entry)) continue;
        const timer = window.setTimeout(() => {
          observer.unobserve(entry.target);
          entry.target.classList.add("is-seen");
          seen.add(keyOf(entry.target as HTMLElement));
          show(group, items.length, seen);
          report(group, seen);
        }, IN_VIEW_MILLISECONDS);
        timers.set(entry.target, timer);
      }
    },
    { threshold: Array.from({ length: STEPS + 1 }, (_, step) => step / STEPS) },
  );
  items.filter((item) => !seen.has(keyOf(item))).forEach((item) => observer.observe(item));
  show(group, items.length, seen);
}

// Half of it, or half a screen of it; a very long one counts as soon as one comes upon it.
function isInView(entry: IntersectionObserverEntry): boolean {
  if (!entry.isIntersecting) return false;
  const screen = window.innerHeight;
  return (
    entry.intersectionRatio >= SHARE ||
    entry.intersectionRect.height >= screen * SHARE ||
    entry.boundingClientRect.height > screen * TALLEST_SCREENS
  );
}

function show(group: HTMLElement, total: number, seen: Set<string>): void {
  const left = total - seen.size;
  const all = <T extends Element>(selector: string) =>
    Array.from(group.querySelectorAll<T>(selector));
  all("[data-seen-left]").forEach((element) => (element.textContent = String(left)));
  all<HTMLButtonElement>("[data-needs-seen]").forEach((button) => (button.disabled = left > 0));
  all<HTMLElement>("[data-until-seen]").forEach((element) => (element.hidden = left === 0));
  all<HTMLElement>("[data-when-seen]").forEach((element) => (element.hidden = left > 0));
  all<HTMLInputElement>("[data-seen-input]").forEach(
    (input) => (input.value = Array.from(seen).join(",")),
  );
}

function report(group: HTMLElement, seen: Set<string>): void {
  const url = group.dataset.seenUrl;
  if (!url) return;
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
  void fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ keys: Array.from(seen) }),
  }).catch(() => undefined);
}

function keyOf(item: HTMLElement): string {
  return item.dataset.seen ?? "";
}

// `[data-ticks="name"]`: which of its `[data-tick]` boxes are ticked outlives the tab; only on this
// device. `[data-ticks-done]` in it holds how many are. Ticks help a person; nothing rests on them.

const PREFIX = "hefa.ticks.";

export function keepTicks(root: ParentNode): void {
  for (const group of Array.from(root.querySelectorAll<HTMLElement>("[data-ticks]"))) {
    const key = PREFIX + group.dataset.ticks;
    const boxes = Array.from(group.querySelectorAll<HTMLInputElement>("[data-tick]"));
    const kept = read(key);
    for (const box of boxes) box.checked = kept.includes(box.dataset.tick ?? "");
    const show = (): void => count(group, boxes);
    group.addEventListener("change", () => {
      write(key, boxes);
      show();
    });
    show();
  }
}

function count(group: HTMLElement, boxes: HTMLInputElement[]): void {
  const done = boxes.filter((box) => box.checked).length;
  for (const place of Array.from(group.querySelectorAll("[data-ticks-done]"))) {
    place.textContent = `已办 ${done} 步，共 ${boxes.length} 步`;
  }
}

function write(key: string, boxes: HTMLInputElement[]): void {
  const ticked = boxes.filter((box) => box.checked).map((box) => box.dataset.tick);
  try {
    localStorage.setItem(key, JSON.stringify(ticked));
  } catch {
    // A full or closed store costs the convenience, not the page.
  }
}

function read(key: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.map(String) : [];
  } catch {
    return [];
  }
}

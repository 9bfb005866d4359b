// `<button data-copy="id" hidden>` copies the field or the text of that id, and says so.
// Without the script the button stays hidden and the text can be selected by hand.

const SAID_MILLISECONDS = 2000;

export function copyOnPress(root: ParentNode): void {
  for (const button of Array.from(root.querySelectorAll<HTMLButtonElement>("[data-copy]"))) {
    button.hidden = false;
    button.addEventListener("click", () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const source = document.getElementById(button.dataset.copy ?? "");
  if (!source) return;
  const isCopied = await written(source);
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  label.textContent = isCopied ? "已复制" : "请按 Ctrl+C 复制";
  window.setTimeout(() => (label.textContent = before), SAID_MILLISECONDS);
}

async function written(source: HTMLElement): Promise<boolean> {
  const text = source instanceof HTMLInputElement ? source.value : source.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return selected(source) && document.execCommand("copy");
  }
}

// Where the clipboard is closed to the page, as over plain http, the old way may still be open.
function selected(source: HTMLElement): boolean {
  if (source instanceof HTMLInputElement) {
    source.select();
    return true;
  }
  const range = document.createRange();
  range.selectNodeContents(source);
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  return selection !== null;
}

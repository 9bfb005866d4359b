// `<button data-copy-rich="id" data-copy-plain="id" hidden>` copies the finished article as rich
// text: the field `id` holds its HTML, the other its plain text. A copy is set off and answered,
// which keeps the HTML byte for byte and works over plain http; the clipboard's own interface comes
// second, since it takes the HTML apart first. Without the script the frame beside the button shows
// the same text for selecting by hand.

const SAID_MILLISECONDS = 4000;
const FAILED = "没能复制，请在下面的框里全选后复制";

export function copyRichOnPress(root: ParentNode): void {
  for (const button of Array.from(root.querySelectorAll<HTMLButtonElement>("[data-copy-rich]"))) {
    button.hidden = false;
    button.addEventListener("click", () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const html = valueOf(button.dataset.copyRich);
  const plain = valueOf(button.dataset.copyPlain);
  const isCopied = answered(html, plain) || (await written(html, plain));
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  label.textContent = isCopied ? "已复制，去公众号后台粘贴" : FAILED;
  window.setTimeout(() => (label.textContent = before), SAID_MILLISECONDS);
}

function valueOf(id: string | undefined): string {
  return document.querySelector<HTMLTextAreaElement>(`#${id}`)?.value ?? "";
}

async function written(html: string, plain: string): Promise<boolean> {
  if (typeof ClipboardItem === "undefined") return false;
  const forms = {
    "text/html": new Blob([html], { type: "text/html" }),
    "text/plain": new Blob([plain], { type: "text/plain" }),
  };
  try {
    await navigator.clipboard.write([new ClipboardItem(forms)]);
    return true;
  } catch {
    return false;
  }
}

function answered(html: string, plain: string): boolean {
  let isAnswered = false;
  const answer = (event: ClipboardEvent): void => {
    event.clipboardData?.setData("text/html", html);
    event.clipboardData?.setData("text/plain", plain);
    event.preventDefault();
    isAnswered = event.clipboardData !== null;
  };
  document.addEventListener("copy", answer);
  const isCopied = document.execCommand("copy");
  document.removeEventListener("copy", answer);
  return isCopied && isAnswered;
}

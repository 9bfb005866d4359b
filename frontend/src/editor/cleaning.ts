// Foreign HTML made fit for the schema: what Word, WPS, WeChat and web pages write becomes
// paragraphs, tables and marks; what must not be seen (deletions, comments, hidden text) goes.
import { INSET, markerFor } from "./listing";
import { wordsOfStyle } from "./reading";

const GONE = [
  "script",
  "template",
  "del[cite]",
  "del[datetime]",
  "a.msocomanchor",
  ".MsoCommentReference",
  "[hidden]",
];
const GONE_STYLES = /display:\s*none|mso-hide:\s*all|mso-element:\s*comment/i;
const BLOCKS = "p,div,section,article,table,ul,ol,li,blockquote,h1,h2,h3,h4,h5,h6,hr,pre,header,aside,figure";

export function cleaned(root: HTMLElement): void {
  const all = <T extends HTMLElement>(selector: string) => Array.from(root.querySelectorAll<T>(selector));
  all(GONE.join(",")).forEach((element) => element.remove());
  all("*").forEach((element) => {
    if (GONE_STYLES.test(wordsOfStyle(element))) element.remove();
  });
  all("p,h1,h2,h3,h4,h5,h6").forEach(readWordsOwn);
  all("li").map(itemOf).forEach(typeMarker);
  all("ul,ol").reverse().forEach((list) => list.replaceWith(...Array.from(list.childNodes)));
  all("div,section").forEach(makeParagraph);
  all("*").forEach(moveGround);
  all("p").forEach((paragraph) => {
    if (/^[\s\u00a0]*$/.test(paragraph.textContent ?? "") && !paragraph.querySelector("img,br,sup")) {
      paragraph.textContent = "";
    }
  });
  dropDoubleGaps(root);
}

// Word's numbered paragraphs carry their number as text, spaced by hand and in a symbol font.
function readWordsOwn(paragraph: HTMLElement): void {
  const words = wordsOfStyle(paragraph);
  const indent = words.match(/mso-char-indent-count:\s*([\d.]+)/);
  if (indent) paragraph.style.textIndent = `${indent[1]}em`;
  if (paragraph.style.textIndent.startsWith("-")) paragraph.style.textIndent = "";
  const list = words.match(/mso-list:\s*l\d+\s+level(\d+)/i);
  if (!list) return;
  paragraph.dataset.inset = String(INSET * Math.min(10, Number(list[1])));
  paragraph.style.textIndent = "";
  const marker = Array.from(paragraph.querySelectorAll<HTMLElement>("span")).find((span) =>
    /mso-list:\s*Ignore/i.test(wordsOfStyle(span)),
  );
  if (!marker) return;
  const text = (marker.textContent ?? "").replace(/[\s\u00a0]+/g, "");
  const isSymbol = text.length === 1 && !/[\d\p{Script=Han}a-z①-⑳]/iu.test(text);
  const isWingding = /Wingdings|Symbol/i.test(marker.innerHTML) && text.length === 1;
  const typed = document.createTextNode(isSymbol || isWingding ? markerFor("bullet", 1) : text);
  marker.replaceWith(typed);
  const after = typed.nextSibling;
  if (after instanceof Text) after.data = after.data.replace(/^[\s\u00a0]+/, "");
}

interface Item {
  element: HTMLElement;
  marker: string;
  inset: string;
}

// Looked at before anything moves: an item's depth is that of its lists.
function itemOf(element: HTMLElement): Item {
  const list = element.parentElement;
  const items = Array.from(list?.children ?? []).filter((one) => one.tagName === "LI");
  const number = (Number(list?.getAttribute("start")) || 1) + items.indexOf(element);
  let depth = 0;
  for (let up: Element | null = element; up; up = up.parentElement?.closest("li") ?? null) depth += 1;
  const marker = list?.tagName === "OL" ? markerFor("figure", number) : markerFor("bullet", 1);
  return { element, marker, inset: String(INSET * Math.min(10, depth)) };
}

// A list of the web becomes paragraphs with their numbers typed.
function typeMarker({ element, marker, inset }: Item): void {
  const inner = element.querySelector<HTMLElement>(":scope > p, :scope > section, :scope > div");
  if (inner) {
    inner.dataset.inset = inset;
    firstIn(inner).prepend(marker);
    element.replaceWith(...Array.from(element.childNodes));
    return;
  }
  const rest = Array.from(element.childNodes);
  const at = rest.findIndex((node) => node instanceof HTMLElement && node.matches(BLOCKS));
  const paragraph = document.createElement("p");
  paragraph.dataset.inset = inset;
  paragraph.append(marker, ...(at < 0 ? rest : rest.slice(0, at)));
  element.replaceWith(paragraph, ...(at < 0 ? [] : rest.slice(at)));
}

function firstIn(block: HTMLElement): HTMLElement {
  const inner = block.querySelector<HTMLElement>(":scope > p");
  if (inner && block.dataset.inset) inner.dataset.inset = block.dataset.inset;
  return inner ?? block;
}

// A section that holds only words is a paragraph, with its alignment and indent.
function makeParagraph(block: HTMLElement): void {
  if (block.dataset.attachment || block.querySelector(BLOCKS) || !block.textContent?.trim()) return;
  const paragraph = document.createElement("p");
  paragraph.style.cssText = block.style.cssText;
  if (block.dataset.inset) paragraph.dataset.inset = block.dataset.inset;
  paragraph.append(...Array.from(block.childNodes));
  block.replaceWith(paragraph);
}

// A block's ground is not its words' highlight; a cell keeps it as its own.
function moveGround(element: HTMLElement): void {
  if (element.tagName === "SPAN" || !element.style.backgroundColor) return;
  element.setAttribute("bgcolor", element.style.backgroundColor);
  element.style.backgroundColor = "";
}

// Blank lines for spacing: one of each group is enough.
function dropDoubleGaps(root: HTMLElement): void {
  const isGap = (element: Element | null) =>
    element?.tagName === "P" && !element.textContent && !element.querySelector("img,br,sup");
  for (const paragraph of Array.from(root.querySelectorAll("p"))) {
    if (isGap(paragraph) && isGap(paragraph.previousElementSibling)) paragraph.remove();
  }
}

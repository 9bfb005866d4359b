// Lists as articles have them: a row of inset paragraphs with their numbers typed. The tool types
// them, Enter goes on counting, Enter on an empty item ends the list.
import { Extension, type Editor } from "@tiptap/core";
import type { Node as ProseNode } from "@tiptap/pm/model";
import { TextSelection, type Transaction } from "@tiptap/pm/state";

export const INSET = 200;

export type Style = "figure" | "han" | "bullet";

const DIGITS = "〇一二三四五六七八九";
const MARKERS: { style: Style | "bracket"; shape: RegExp }[] = [
  { style: "figure", shape: /^(\d{1,3})[.．]\s?/ },
  { style: "han", shape: /^([一二三四五六七八九十百]{1,5})、/ },
  { style: "bracket", shape: /^[（(]([一二三四五六七八九十]{1,3}|\d{1,2})[）)]/ },
  { style: "bullet", shape: /^[•●]\s?/ },
];

export const Listing = Extension.create({
  name: "listing",
  priority: 1010,
  addKeyboardShortcuts() {
    return { Enter: () => goOn(this.editor), Backspace: () => leave(this.editor) };
  },
});

// `一` for 1, `二十一` for 21; up to 99.
export function hanOf(number: number): string {
  const tens = Math.floor(number / 10);
  const ones = number % 10;
  const head = tens > 1 ? DIGITS[tens] : "";
  return `${head}${tens ? "十" : ""}${ones || !tens ? DIGITS[ones] : ""}`;
}

export function numberOf(han: string): number {
  const [tens, ones] = han.includes("十") ? han.split("十") : ["0", han];
  return (tens ? Math.max(0, DIGITS.indexOf(tens)) : 1) * 10 + Math.max(0, DIGITS.indexOf(ones || "〇"));
}

export function markerFor(style: Style, number: number): string {
  return { figure: `${number}.`, han: `${hanOf(number)}、`, bullet: "• " }[style];
}

// Number the paragraphs of the selection, or take their numbers away when all have this style.
export function toggleList(editor: Editor, style: Style): void {
  const { tr, doc, selection } = editor.state;
  const found: { node: ProseNode; at: number }[] = [];
  doc.nodesBetween(selection.from, selection.to, (node, at) => {
    if (node.type.name === "paragraph") found.push({ node, at });
    return !node.isTextblock;
  });
  const isOn = found.every(({ node }) => markerIn(node)?.style === style);
  found.reverse().forEach(({ node, at }, index) => {
    const old = markerIn(node);
    const text = isOn ? "" : markerFor(style, found.length - index);
    if (old) tr.delete(at + 1, at + 1 + old.length);
    if (text) tr.insertText(text, at + 1);
    tr.setNodeAttribute(at, "inset", isOn ? 0 : INSET);
    if (!isOn) tr.setNodeAttribute(at, "indent", 0);
  });
  editor.view.dispatch(tr.scrollIntoView());
}

function markerIn(node: ProseNode): { style: string; length: number; value: string } | null {
  for (const { style, shape } of MARKERS) {
    const match = node.textContent.match(shape);
    if (match) return { style, length: match[0].length, value: match[1] ?? "" };
  }
  return null;
}

export function isListed(editor: Editor, style: Style): boolean {
  const { parent } = editor.state.selection.$from;
  return parent.type.name === "paragraph" && parent.attrs.inset > 0 && markerIn(parent)?.style === style;
}

function goOn(editor: Editor): boolean {
  const { selection, tr } = editor.state;
  const { $from, empty } = selection;
  const { parent } = $from;
  if (!empty || parent.type.name !== "paragraph" || !parent.attrs.inset) return false;
  const marker = markerIn(parent);
  if (!marker || $from.parentOffset < marker.length) return false;
  if (parent.textContent.length === marker.length && parent.childCount <= 1) {
    editor.view.dispatch(end(tr, $from.before(), marker.length));
    return true;
  }
  const text = nextMarker(parent.textContent.slice(0, marker.length), marker);
  tr.split($from.pos).insertText(text, $from.pos + 2);
  tr.setSelection(TextSelection.create(tr.doc, $from.pos + 2 + text.length));
  editor.view.dispatch(tr.scrollIntoView());
  return true;
}

// At the head of an item, right after its number, Backspace takes it out of the list.
function leave(editor: Editor): boolean {
  const { $from, empty } = editor.state.selection;
  const { parent } = $from;
  if (!empty || parent.type.name !== "paragraph" || !parent.attrs.inset) return false;
  const length = markerIn(parent)?.length ?? 0;
  if ($from.parentOffset !== length) return false;
  editor.view.dispatch(end(editor.state.tr, $from.before(), length));
  return true;
}

function end(tr: Transaction, at: number, length: number): Transaction {
  if (length) tr.delete(at + 1, at + 1 + length);
  return tr.setNodeAttribute(at, "inset", 0).scrollIntoView();
}

function nextMarker(text: string, marker: { style: string; value: string }): string {
  if (marker.style === "bullet") return text;
  const isFigure = /^\d/.test(marker.value);
  const next = (isFigure ? Number(marker.value) : numberOf(marker.value)) + 1;
  return text.replace(marker.value, isFigure ? String(next) : hanOf(next));
}

// What the machine found, drawn into the text and tied to the cards beside it.
import { Extension, type Editor } from "@tiptap/core";
import type { Node as ProseNode } from "@tiptap/pm/model";
import { Plugin, PluginKey, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import { blocksOf, rangeOf, type Range } from "./positions";

export interface Finding {
  rule: string;
  severity: "B" | "W" | "I";
  block: number | null;
  start: number;
  end: number;
  message: string;
  number: number;
  title?: string;
  fixes?: { label: string; text: string }[];
}

const LOOKS = {
  B: { mark: "mark-must", tone: "tone-miss", word: "必须处理" },
  W: { mark: "mark-warn", tone: "tone-soon", word: "提醒" },
  I: { mark: "mark-hint", tone: "tone-info", word: "提示" },
};

interface Marked extends Range {
  finding: Finding;
}

interface State {
  marked: Marked[];
  active: number | null;
  drawn: DecorationSet;
}

type Change = { findings: Finding[] } | { active: number | null };

const key = new PluginKey<State>("findings");

export const Findings = Extension.create({
  name: "findings",
  addProseMirrorPlugins: () => [
    new Plugin<State>({
      key,
      state: {
        init: () => ({ marked: [], active: null, drawn: DecorationSet.empty }),
        apply: nextState,
      },
      props: { decorations: (state) => key.getState(state)?.drawn },
    }),
  ],
  addKeyboardShortcuts() {
    return {
      "Alt-ArrowDown": () => step(this.editor, 1),
      "Alt-ArrowUp": () => step(this.editor, -1),
    };
  },
});

export function showFindings(editor: Editor, findings: Finding[]): void {
  editor.view.dispatch(editor.state.tr.setMeta(key, { findings }).setMeta("addToHistory", false));
}

export function activate(editor: Editor, number: number | null): Marked | undefined {
  editor.view.dispatch(editor.state.tr.setMeta(key, { active: number }));
  return key.getState(editor.state)?.marked.find((one) => one.finding.number === number);
}

export function rangeOfFinding(editor: Editor, number: number): Range | undefined {
  return key.getState(editor.state)?.marked.find((one) => one.finding.number === number);
}

function nextState(transaction: Transaction, state: State): State {
  const change = transaction.getMeta(key) as Change | undefined;
  if (!change && !transaction.docChanged) return state;
  let { marked, active } = state;
  if (transaction.docChanged) {
    marked = marked
      .map((one) => ({
        ...one,
        from: transaction.mapping.map(one.from, 1),
        to: transaction.mapping.map(one.to, -1),
      }))
      .filter((one) => one.to > one.from || one.finding.end === one.finding.start);
  }
  if (change && "findings" in change) {
    marked = place(transaction.doc, change.findings);
    if (!marked.some((one) => one.finding.number === active)) active = null;
  } else if (change) {
    active = change.active;
  }
  return { marked, active, drawn: draw(transaction.doc, marked, active) };
}

function place(doc: ProseNode, findings: Finding[]): Marked[] {
  const blocks = blocksOf(doc);
  return findings.flatMap((finding) => {
    if (finding.block === null) return [];
    const range = rangeOf(blocks, finding.block, finding.start, finding.end);
    return range ? [{ finding, ...range }] : [];
  });
}

function draw(doc: ProseNode, marked: Marked[], active: number | null): DecorationSet {
  const decorations = marked.flatMap(({ finding, from, to }) => {
    const look = LOOKS[finding.severity];
    const isActive = finding.number === active ? " is-active" : "";
    const number = String(finding.number);
    const disc = Decoration.widget(to, () => discFor(finding), {
      key: `disc-${number}-${finding.severity}`,
      side: -1,
      marks: [],
      ignoreSelection: true,
    });
    if (from === to) return [disc];
    const mark = { class: `${look.mark}${isActive}`, "data-mark": number };
    return [Decoration.inline(from, to, mark), disc];
  });
  return DecorationSet.create(doc, decorations);
}

function discFor(finding: Finding): HTMLElement {
  const look = LOOKS[finding.severity];
  const disc = document.createElement("span");
  disc.className = `mark-disc ${look.tone}`;
  disc.dataset.mark = String(finding.number);
  disc.append(hidden(`${look.word} 第 `), String(finding.number), hidden(` 处：${finding.message}`));
  return disc;
}

function hidden(text: string): HTMLElement {
  const span = document.createElement("span");
  span.className = "visually-hidden";
  span.textContent = text;
  return span;
}

function step(editor: Editor, direction: 1 | -1): boolean {
  const state = key.getState(editor.state);
  if (!state?.marked.length) return false;
  const ordered = state.marked.slice().sort((one, other) => one.from - other.from);
  const at = ordered.findIndex((one) => one.finding.number === state.active);
  const start = at < 0 && direction < 0 ? 0 : at;
  const next = ordered[(start + direction + ordered.length) % ordered.length];
  editor.view.dom.dispatchEvent(
    new CustomEvent("hefa:finding", { bubbles: true, detail: next.finding.number }),
  );
  return true;
}

// A card for pages that send findings without the cards' own HTML.
export function cardFor(finding: Finding): HTMLElement {
  const look = LOOKS[finding.severity];
  const card = document.createElement("article");
  card.className = `finding ${look.tone}`;
  card.dataset.finding = String(finding.number);
  card.tabIndex = -1;
  const head = document.createElement("header");
  const disc = document.createElement("span");
  disc.className = "mark-disc";
  disc.textContent = String(finding.number);
  const title = document.createElement("h3");
  title.textContent = finding.title ?? finding.message;
  const severity = document.createElement("span");
  severity.className = "severity";
  severity.textContent = look.word;
  head.append(disc, title, severity);
  card.append(head);
  if (finding.title) {
    const detail = document.createElement("p");
    detail.className = "detail";
    detail.textContent = finding.message;
    card.append(detail);
  }
  if (finding.fixes?.length) {
    const acts = document.createElement("div");
    acts.className = "acts";
    for (const fix of finding.fixes) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-outline btn-row";
      button.dataset.replace = fix.text;
      button.textContent = fix.label;
      acts.append(button);
    }
    card.append(acts);
  }
  return card;
}

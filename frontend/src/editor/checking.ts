// Asking the machine about the text as it is written, and tying its findings to their cards.
import type { Editor } from "@tiptap/core";
import { Selection } from "@tiptap/pm/state";

import type { Lengths } from "./counting";
import { storedFrom } from "./document";
import { activate, cardFor, rangeOfFinding, showFindings, type Finding } from "./findings";
import { tokenOf } from "./notice";

const PAUSE_MILLISECONDS = 900;

interface Answer {
  findings?: unknown;
  html?: string;
  lengths?: Lengths;
}

export function checker(
  url: string | undefined,
  editor: Editor,
  form: HTMLFormElement,
  onLengths: (lengths: Lengths) => void,
): () => void {
  let timer = 0;
  let round = 0;
  if (!url) return () => undefined;
  const run = async () => {
    const mine = (round += 1);
    const looked = editor.state.doc;
    try {
      const response = await fetch(url, {
        method: "POST",
        credentials: "same-origin",
        headers: {
          Accept: "application/json",
          "Content-Type": "application/json",
          "X-CSRFToken": tokenOf(form),
        },
        body: JSON.stringify(storedFrom(looked)),
      });
      if (!response.ok) return;
      const answer = (await response.json()) as Answer;
      // Marks that belong to an older text would stand in the wrong place.
      if (mine !== round || !looked.eq(editor.state.doc)) return;
      takeFindings(editor, answer);
      if (answer.lengths) onLengths(answer.lengths);
    } catch {
      // Without an answer the marks stay as they are; saving says that the line is down.
    }
  };
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void run(), PAUSE_MILLISECONDS);
  };
}

export function takeFindings(editor: Editor, answer: Answer): void {
  if (!Array.isArray(answer.findings)) return;
  const findings = answer.findings as Finding[];
  showFindings(editor, findings);
  const must = findings.filter((finding) => finding.severity === "B").length;
  const cards = document.querySelector<HTMLElement>("[data-findings]");
  if (cards && typeof answer.html === "string") cards.innerHTML = answer.html;
  else if (cards) {
    const rank = (finding: Finding) => "BWI".indexOf(finding.severity);
    const sorted = findings.slice().sort((one, other) => rank(one) - rank(other));
    cards.replaceChildren(...sorted.map(cardFor));
  }
  const all = (selector: string) => Array.from(document.querySelectorAll<HTMLElement>(selector));
  all("[data-findings-total]").forEach((el) => (el.textContent = String(findings.length)));
  all("[data-findings-must]").forEach((el) => (el.textContent = String(must)));
  all("[data-until-clear]").forEach((el) => (el.hidden = must === 0));
  all("[data-when-clear]").forEach((el) => (el.hidden = must > 0));
  all("[data-needs-clear]").forEach((el) => ((el as HTMLButtonElement).disabled = must > 0));
}

export function tieCards(editor: Editor, check: () => void): void {
  const look = (number: number, isFromText: boolean) => {
    const found = activate(editor, number);
    let active: HTMLElement | null = null;
    document.querySelectorAll<HTMLElement>("[data-finding]").forEach((card) => {
      const isActive = card.dataset.finding === String(number);
      card.classList.toggle("is-active", isActive);
      if (isActive) active = card;
    });
    if (isFromText) (active as HTMLElement | null)?.scrollIntoView({ block: "nearest" });
    if (found && !isFromText) markOf(editor, number)?.scrollIntoView({ block: "center" });
  };
  editor.view.dom.addEventListener("click", (event) => {
    const mark = (event.target as Element).closest<HTMLElement>("[data-mark]");
    if (mark) look(Number(mark.dataset.mark), true);
  });
  editor.view.dom.addEventListener("hefa:finding", (event) => {
    const number = (event as CustomEvent<number>).detail;
    look(number, true);
    markOf(editor, number)?.scrollIntoView({ block: "center" });
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const card = target.closest<HTMLElement>("[data-finding]");
    if (!card) return;
    const number = Number(card.dataset.finding);
    const fix = target.closest<HTMLElement>("[data-replace]");
    if (fix) {
      replace(editor, number, fix.dataset.replace ?? "");
      check();
    } else if (!target.closest("a, button")) look(number, false);
  });
}

function markOf(editor: Editor, number: number): Element | null {
  return editor.view.dom.querySelector(`[data-mark="${number}"]`);
}

function replace(editor: Editor, number: number, text: string): void {
  const range = rangeOfFinding(editor, number);
  if (!range) return;
  const { tr, schema } = editor.state;
  const marks = tr.doc.resolve(range.from + (range.to > range.from ? 1 : 0)).marks();
  if (text) tr.replaceWith(range.from, range.to, schema.text(text, marks));
  else tr.delete(range.from, range.to);
  tr.setSelection(Selection.near(tr.doc.resolve(range.from + text.length), -1));
  editor.view.dispatch(tr);
  editor.view.focus();
}

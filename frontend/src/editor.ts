// The editor of an article: mounts on every [data-editor] and keeps a hidden field up to date.
//
// data-document-input  selector of the field that holds the document as JSON; in its form
// data-document-source selector of a JSON script to begin with when that field is empty
// data-check-url       POST the document as JSON; answers {findings, html?}
// data-save-url        POST the form; answers {saved_at, lock, findings?, html?}; 409 {message}
// data-picture-url     address of a picture, with {sha256} in it
// data-upload-url      POST the file `picture`; answers {sha256, width, height} or {message}
//
// On the page, all optional: [data-findings] the cards · [data-findings-total] and
// [data-findings-must] figures · [data-until-clear], [data-when-clear] shown or hidden by
// 必须处理 · [data-needs-clear] buttons that wait for it · [data-editor-status] the saving's words.
import "./editor/old";

import { Editor, Extension } from "@tiptap/core";
import { gapCursor } from "@tiptap/pm/gapcursor";
import { history, redo, undo } from "@tiptap/pm/history";
import { Selection } from "@tiptap/pm/state";

import { countOf, openStored, storedFrom, type StoredNode } from "./editor/document";
import {
  activate,
  cardFor,
  Findings,
  rangeOfFinding,
  showFindings,
  type Finding,
} from "./editor/findings";
import { hasForeignPicture, holdStyles, styledParser } from "./editor/paste";
import { pictureDetails } from "./editor/picture";
import { clockOf, Saving, type Answer } from "./editor/saving";
import { schemaExtensions } from "./editor/schema";
import { buildToolbar } from "./editor/toolbar";

const CHECK_PAUSE_MILLISECONDS = 900;

type Input = HTMLInputElement | HTMLTextAreaElement;

const History = Extension.create({
  name: "history",
  addProseMirrorPlugins: () => [history(), gapCursor()],
  addKeyboardShortcuts() {
    const run = (command: typeof undo) => () =>
      command(this.editor.state, this.editor.view.dispatch);
    return { "Mod-z": run(undo), "Mod-y": run(redo), "Shift-Mod-z": run(redo) };
  },
});

function mount(root: HTMLElement): void {
  const input = document.querySelector<Input>(root.dataset.documentInput ?? "");
  const form = input?.form;
  if (!input || !form) return;
  const parts = {
    notice: part("editor-notice"),
    text: part("editor-text"),
    foot: part("editor-foot"),
    count: part("editor-count", "span"),
  };
  parts.notice.setAttribute("role", "alert");
  const editor = openEditor(root, input, parts.text);
  if (!editor) {
    // The plain field stays: whatever it holds is better than an empty editor.
    root.append(noticeOf("tone-miss", "这篇正文暂时打不开，原来的文字没有动。请找技术支持。"));
    return;
  }
  input.hidden = true;
  const upload = root.dataset.uploadUrl;
  const say = (tone: string, text: string, ...acts: HTMLElement[]) =>
    parts.notice.replaceChildren(noticeOf(tone, text, ...acts));
  const bar = buildToolbar(editor, upload ? () => pickPicture(editor, upload, form, say) : undefined);
  bar.append(parts.count);
  const head = part("editor-head");
  head.append(bar, pictureDetails(editor), parts.notice);
  const status = document.querySelector<HTMLElement>("[data-editor-status]") ?? parts.foot;
  status.setAttribute("aria-live", "polite");
  root.append(head, parts.text, ...(status === parts.foot ? [parts.foot] : []));

  const write = () => (input.value = JSON.stringify(storedFrom(editor.state.doc)));
  const count = () => (parts.count.textContent = `正文 ${countOf(editor.state.doc)} 字`);
  const check = checker(root, editor, form);
  const saving = root.dataset.saveUrl
    ? savingFor(root.dataset.saveUrl, form, input, editor, status, say)
    : null;
  if (saving) offerKept(saving, editor, say);
  write();
  count();
  editor.on("update", () => {
    write();
    count();
    saving?.changed();
    check();
  });
  check();
  tieCards(editor, check);
  takePastes(editor, say);
}

function takePastes(editor: Editor, say: Say): void {
  editor.view.setProps({
    clipboardParser: styledParser(editor.schema),
    transformPastedHTML: (html) => {
      if (hasForeignPicture(html)) say("tone-soon", "贴来的图片没有带进来。请用“插入图片”放进正文。");
      return holdStyles(html);
    },
  });
}

function openEditor(root: HTMLElement, input: Input, element: HTMLElement): Editor | null {
  try {
    const editor = new Editor({
      element,
      injectCSS: false,
      extensions: [...schemaExtensions(root.dataset.pictureUrl ?? ""), History, Findings],
      editorProps: {
        attributes: {
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": "正文",
          class: "article",
        },
      },
    });
    const source = document.querySelector(root.dataset.documentSource ?? "[none]");
    const given = input.value || source?.textContent || '{"type":"doc"}';
    const stored = JSON.parse(given) as StoredNode;
    const doc = openStored(editor.schema, stored);
    const { tr } = editor.state;
    tr.replaceWith(0, tr.doc.content.size, doc.content).setMeta("addToHistory", false);
    editor.view.dispatch(tr.setSelection(Selection.atStart(tr.doc)));
    return editor;
  } catch (problem) {
    console.warn(problem);
    element.textContent = "";
    return null;
  }
}

type Say = (tone: string, text: string, ...acts: HTMLElement[]) => void;

function savingFor(
  url: string,
  form: HTMLFormElement,
  input: Input,
  editor: Editor,
  status: HTMLElement,
  say: Say,
): Saving {
  return new Saving(form, input, url, {
    onSaved: (answer, isStillCurrent) => {
      status.textContent = `${clockOf(answer.saved_at)} 已自动保存`;
      if (isStillCurrent) takeFindings(editor, answer);
    },
    onStatus: (text) => (status.textContent = text),
    onConflict: (message) => {
      status.textContent = "没有保存，文字留在这台电脑上";
      const copy = actButton("复制我的文字", () => {
        void navigator.clipboard?.writeText(editor.getText({ blockSeparator: "\n" }));
        copy.textContent = "已复制";
      });
      say("tone-miss", message, copy);
    },
    onSignedOut: () => {
      status.textContent = "文字留在这台电脑上";
      const link = document.createElement("a");
      link.className = "btn btn-primary btn-row";
      link.href = location.href;
      link.textContent = "重新登录";
      say("tone-soon", "您已经退出登录。文字留在这台电脑上，重新登录后回到这一页还在。", link);
    },
    onRefused: (message) => {
      status.textContent = "没有保存，文字留在这台电脑上";
      say("tone-miss", message);
    },
  });
}

function offerKept(saving: Saving, editor: Editor, say: Say): void {
  const kept = saving.kept();
  if (!kept) return;
  const use = actButton("用这份", () => {
    try {
      const doc = openStored(editor.schema, JSON.parse(kept.document) as StoredNode);
      const { tr } = editor.state;
      editor.view.dispatch(tr.replaceWith(0, tr.doc.content.size, doc.content));
      say("tone-ok", "已换成留在这台电脑上的文字。不对可以点“撤销”。");
    } catch {
      say("tone-miss", "留下的这份文字打不开了，页面上的没有动。");
    }
  });
  const drop = actButton("不用", () => {
    saving.forget();
    say("", "");
  });
  const text = `这台电脑上有一份没来得及保存的文字（${clockOf(kept.at)}）。`;
  say("tone-soon", text, use, drop);
}

function checker(root: HTMLElement, editor: Editor, form: HTMLFormElement): () => void {
  const url = root.dataset.checkUrl;
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
      if (mine === round && looked.eq(editor.state.doc)) takeFindings(editor, answer);
    } catch {
      // Without an answer the marks stay as they are; saving says that the line is down.
    }
  };
  return () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void run(), CHECK_PAUSE_MILLISECONDS);
  };
}

function takeFindings(editor: Editor, answer: Answer): void {
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

function tieCards(editor: Editor, check: () => void): void {
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

function pickPicture(editor: Editor, url: string, form: HTMLFormElement, say: Say): void {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = "image/jpeg,image/png,image/gif";
  chooser.addEventListener("change", async () => {
    const file = chooser.files?.[0];
    if (!file) return;
    const body = new FormData();
    body.append("picture", file);
    say("tone-info", `正在放入图片：${file.name}`);
    try {
      const response = await fetch(url, {
        method: "POST",
        credentials: "same-origin",
        headers: { Accept: "application/json", "X-CSRFToken": tokenOf(form) },
        body,
      });
      const answer = await response.json();
      if (!response.ok) {
        say("tone-miss", answer.message ?? "这张图片没能放进来。请换一张再试。");
        return;
      }
      const { sha256, width, height } = answer;
      editor.commands.insertContent({ type: "image", attrs: { sha256, width, height } });
      say("", "");
    } catch {
      say("tone-miss", "没有连上核发，图片没能放进来。连上后再选一次。");
    }
  });
  chooser.click();
}

function tokenOf(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

function part(classes: string, tag = "div"): HTMLElement {
  return Object.assign(document.createElement(tag), { className: classes });
}

function noticeOf(tone: string, text: string, ...acts: HTMLElement[]): Node {
  if (!text) return document.createDocumentFragment();
  const notice = part(`notice ${tone}`);
  const words = document.createElement("span");
  words.textContent = text;
  notice.append(words, ...acts);
  return notice;
}

function actButton(label: string, onPress: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-outline btn-row";
  button.textContent = label;
  button.addEventListener("click", onPress);
  return button;
}

function mountAll(): void {
  document.querySelectorAll<HTMLElement>("[data-editor]").forEach(mount);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
else mountAll();

// The editor of an article: mounts on every [data-editor] and keeps a hidden field up to date.
//
// data-document-input  selector of the field that holds the document as JSON; in its form
// data-document-source selector of a JSON script to begin with when that field is empty
// data-check-url       POST the document as JSON; answers {findings, html?, lengths?}
// data-save-url        POST the form; answers {saved_at, lock}; 409 {message, other?}
// data-save-now        what the page came with was not saved: try at once
// data-picture-url     address of a picture, with {sha256} in it
// data-upload-url      POST the picture as `file`; answers {sha256, width, height, url} or {message}
// data-attachment-url  POST it as `file`; answers {sha256, name} or {message}
//
// On the page, all optional: [data-findings] the cards · [data-findings-total] and
// [data-findings-must] figures · [data-until-clear], [data-when-clear] shown or hidden by
// 必须处理 · [data-needs-clear] buttons that wait for it · [data-editor-status] the saving's words
// · [data-preview] the phone, [data-preview-open] and [data-preview-close] for narrow screens.
import "./editor/old";

import { Editor } from "@tiptap/core";
import { Selection } from "@tiptap/pm/state";

import type { Addresses } from "./editor/blocks";
import { checker, tieCards } from "./editor/checking";
import { Comparing, fieldIn, type Other } from "./editor/comparing";
import { Counters } from "./editor/counting";
import { Details } from "./editor/details";
import { openStored, storedFrom, type StoredNode } from "./editor/document";
import { Findings } from "./editor/findings";
import { Listing } from "./editor/listing";
import { actButton, noticeOf, part, type Say } from "./editor/notice";
import { hasForeignPicture, hasWords, Pasting } from "./editor/paste";
import { previewOf } from "./editor/preview";
import { clockOf, Saving, type Kept } from "./editor/saving";
import { schemaExtensions } from "./editor/schema";
import { buildToolbar, ToToolbar } from "./editor/toolbar";
import { Uploading, Uploads } from "./editor/uploading";

type Input = HTMLInputElement | HTMLTextAreaElement;

function mount(root: HTMLElement): void {
  const input = document.querySelector<Input>(root.dataset.documentInput ?? "");
  const form = input?.form;
  if (!input || !form) return;
  const uploaded = new Map<string, string>();
  const addresses: Addresses = {
    picture: (sha256) =>
      uploaded.get(sha256) ?? (root.dataset.pictureUrl ?? "").replace("{sha256}", sha256),
  };
  const text = part("editor-text");
  const editor = openEditor(root, input, text, addresses);
  if (!editor) {
    // The plain field stays: whatever it holds is better than an empty editor.
    root.append(noticeOf("tone-miss", "这篇正文暂时打不开，原来的文字没有动。请找技术支持。"));
    return;
  }
  input.hidden = true;
  const notice = part("editor-notice");
  notice.setAttribute("role", "alert");
  const say: Say = (tone, words, ...acts) => notice.replaceChildren(noticeOf(tone, words, ...acts));
  const places = { picture: root.dataset.uploadUrl, attachment: root.dataset.attachmentUrl };
  const uploading = new Uploading(editor, form, places, say, (sha256, url) =>
    uploaded.set(sha256, url),
  );
  const details = new Details(editor);
  const bars = buildToolbar(editor, {
    link: () => details.ask("link"),
    footnote: () => details.ask("footnote"),
    ...(places.picture ? { picture: () => uploading.choose("picture") } : {}),
    ...(places.attachment ? { attachment: () => uploading.choose("attachment") } : {}),
  });
  const counters = new Counters(form);
  const head = part("editor-head");
  const foot = part("editor-foot");
  head.append(...bars, details.element, notice);
  foot.append(counters.text, counters.body);
  const status = document.querySelector<HTMLElement>("[data-editor-status]") ?? part("second", "p");
  status.setAttribute("aria-live", "polite");
  if (!status.isConnected) foot.append(status);
  root.append(head, text, foot);

  const write = () => (input.value = JSON.stringify(storedFrom(editor.state.doc)));
  write();
  counters.countText(editor.state.doc);
  const check = checker(root.dataset.checkUrl, editor, form, (lengths) => counters.take(lengths));
  const saving = root.dataset.saveUrl
    ? savingFor(root, { form, input, editor, addresses, status, say, check })
    : null;
  editor.on("update", () => {
    write();
    counters.countText(editor.state.doc);
    saving?.changed();
    check();
  });
  check();
  tieCards(editor, check);
  takePastes(editor, uploading, say);
}

function openEditor(
  root: HTMLElement,
  input: Input,
  element: HTMLElement,
  addresses: Addresses,
): Editor | null {
  try {
    const editor = new Editor({
      element,
      injectCSS: false,
      extensions: [...schemaExtensions(addresses), Listing, Findings, Uploads, ToToolbar],
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
    replaceAll(editor, JSON.parse(given) as StoredNode, false);
    return editor;
  } catch (problem) {
    console.warn(problem);
    element.textContent = "";
    return null;
  }
}

// Throws when the document does not fit; the text is untouched then.
function replaceAll(editor: Editor, stored: StoredNode, isUndoable = true): void {
  const doc = openStored(editor.schema, stored);
  const { tr } = editor.state;
  tr.replaceWith(0, tr.doc.content.size, doc.content).setMeta("addToHistory", isUndoable);
  editor.view.dispatch(tr.setSelection(Selection.atStart(tr.doc)));
}

function takePastes(editor: Editor, uploading: Uploading, say: Say): void {
  const pasting = new Pasting();
  editor.view.setProps({
    clipboardParser: pasting.parser(editor.schema),
    transformPastedHTML: (html) => {
      if (hasForeignPicture(html)) say("tone-soon", "贴来的图片没有带进来。请用“插入图片”放进正文。");
      return pasting.take(html);
    },
    handlePaste: (view, event) => {
      const files = Array.from(event.clipboardData?.files ?? []);
      if (!files.length || hasWords(event.clipboardData?.getData("text/html") ?? "")) return false;
      return uploading.take(files, view.state.selection.to);
    },
    handleDrop: (view, event) => {
      const files = Array.from(event.dataTransfer?.files ?? []);
      if (!files.length) return false;
      const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
      event.preventDefault();
      return uploading.take(files, place?.pos ?? view.state.selection.to);
    },
  });
}

interface Page {
  form: HTMLFormElement;
  input: Input;
  editor: Editor;
  addresses: Addresses;
  status: HTMLElement;
  say: Say;
  check: () => void;
}

function savingFor(root: HTMLElement, page: Page): Saving {
  const { form, input, editor, status, say } = page;
  const isUnsaved = root.dataset.saveNow !== undefined;
  let base: StoredNode | null = isUnsaved ? null : (JSON.parse(input.value) as StoredNode);
  let checked = "";
  const preview = previewOf();
  const comparing = new Comparing(editor.schema, page.addresses, form, ({ document, fields }, lock) => {
    putFields(form, fields);
    replaceAll(editor, document);
    root.hidden = false;
    say("", "");
    saving.settled(lock);
    editor.view.focus();
  });
  root.before(comparing.element);
  const compare = (other: Other, from: StoredNode | null, mine: StoredNode, title: string) => {
    root.hidden = true;
    comparing.show({ base: from, mine, other, title });
  };
  const saving: Saving = new Saving(form, input, root.dataset.saveUrl ?? "", {
    onSaved: (answer, sent) => {
      base = JSON.parse(sent) as StoredNode;
      status.textContent = `${clockOf(answer.saved_at)} 已自动保存`;
      preview?.refresh();
      // The machine looks at the stored fields: it is asked again when these were saved anew.
      const fields = JSON.stringify(saving.fields());
      if (fields !== checked) page.check();
      checked = fields;
    },
    onStatus: (words) => (status.textContent = words),
    onConflict: (message, other) => {
      status.textContent = "没有保存，文字留在这台电脑上";
      if (other) {
        const title = `${other.who} ${clockOf(other.saved_at)} 在别处先保存过这一版`;
        compare(other, base, storedFrom(editor.state.doc), title);
      } else say("tone-miss", message, copyButton(editor));
    },
    onSignedOut: () => {
      status.textContent = "文字留在这台电脑上";
      const link = part("btn btn-primary btn-row", "a", "重新登录");
      link.href = location.href;
      say("tone-soon", "您已经退出登录。文字留在这台电脑上，重新登录后回到这一页还在。", link);
    },
    onRefused: (message) => {
      status.textContent = "没有保存，文字留在这台电脑上";
      say("tone-miss", message);
    },
  });
  if (isUnsaved) saving.settled(Number(saving.lock));
  else offerKept(saving, page, compare);
  return saving;
}

type Compare = (other: Other, base: StoredNode | null, mine: StoredNode, title: string) => void;

// What an earlier visit left behind. When the version was saved since, both are laid side by side.
function offerKept(saving: Saving, { form, input, editor, say }: Page, compare: Compare): void {
  const kept = saving.kept();
  if (!kept) return;
  const at = clockOf(kept.at);
  const isOlder = kept.lock !== undefined && kept.lock !== saving.lock;
  const use = actButton(isOlder ? "比一比再选" : "用这份", () => {
    try {
      const mine = storedFrom(openStored(editor.schema, JSON.parse(kept.document) as StoredNode));
      if (isOlder) compare(pageAsOther(saving, input, form, kept), null, mine, `您 ${at} 写的，和后来保存的不一样`);
      else {
        replaceAll(editor, mine);
        putFields(form, kept.fields ?? {});
        say("tone-ok", "已换成留在这台电脑上的文字。不对可以点“撤销”。");
      }
    } catch {
      say("tone-miss", "留下的这份文字打不开了，页面上的没有动。");
    }
  });
  const drop = actButton("不用", () => {
    saving.forget();
    say("", "");
  });
  say("tone-soon", `这台电脑上有一份没来得及保存的文字（${at}）。`, use, drop);
}

function pageAsOther(saving: Saving, input: Input, form: HTMLFormElement, kept: Kept): Other {
  const other: Other = {
    document: JSON.parse(input.value) as StoredNode,
    fields: saving.fields(),
    lock: Number(saving.lock),
    saved_at: "",
    who: "",
  };
  putFields(form, kept.fields ?? {});
  return other;
}

function putFields(form: HTMLFormElement, fields: Record<string, string>): void {
  for (const [name, value] of Object.entries(fields)) {
    const field = fieldIn(form, name);
    if (!field || field.value === value) continue;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function copyButton(editor: Editor): HTMLButtonElement {
  const copy = actButton("复制我的文字", () => {
    void navigator.clipboard?.writeText(editor.getText({ blockSeparator: "\n" }));
    copy.textContent = "已复制";
  });
  return copy;
}

function mountAll(): void {
  document.querySelectorAll<HTMLElement>("[data-editor]").forEach(mount);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mountAll);
else mountAll();

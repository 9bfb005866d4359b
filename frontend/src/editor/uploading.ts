// Files put into the text: by button, drop or paste. Each shows its name and how far it is where
// it will stand; what could not come in is said with the reason, and the text stays as it was.
import { Extension, type Editor } from "@tiptap/core";
import { Plugin, PluginKey, type EditorState, type Transaction } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";

import { actButton, part, tokenOf, type Say } from "./notice";

export interface Places {
  picture?: string;
  attachment?: string;
}

interface Uploaded {
  sha256?: string;
  width?: number;
  height?: number;
  name?: string;
  url?: string;
  message?: string;
}

interface Waiting {
  id: number;
  at: number;
  element: HTMLElement;
}

const key = new PluginKey<DecorationSet>("uploads");

export const Uploads = Extension.create({
  name: "uploads",
  addProseMirrorPlugins: () => [
    new Plugin<DecorationSet>({
      key,
      state: { init: () => DecorationSet.empty, apply: nextState },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
});

function nextState(tr: Transaction, set: DecorationSet): DecorationSet {
  const mapped = set.map(tr.mapping, tr.doc);
  const change = tr.getMeta(key) as { add?: Waiting; remove?: number } | undefined;
  if (change?.add) {
    const { at, element, id } = change.add;
    return mapped.add(tr.doc, [Decoration.widget(at, element, { id, side: 1, ignoreSelection: true })]);
  }
  if (!change?.remove) return mapped;
  return mapped.remove(mapped.find(undefined, undefined, (spec) => spec.id === change.remove));
}

function placeOf(state: EditorState, id: number): number | null {
  const found = key.getState(state)?.find(undefined, undefined, (spec) => spec.id === id) ?? [];
  return found.length ? found[0].from : null;
}

let last = 0;

export class Uploading {
  constructor(
    private readonly editor: Editor,
    private readonly form: HTMLFormElement,
    private readonly places: Places,
    private readonly say: Say,
    private readonly onUploaded: (sha256: string, url: string) => void,
  ) {}

  choose(kind: "picture" | "attachment"): void {
    const chooser = document.createElement("input");
    chooser.type = "file";
    chooser.multiple = kind === "picture";
    if (kind === "picture") chooser.accept = "image/*,.heic,.heif";
    chooser.addEventListener("change", () =>
      this.take(Array.from(chooser.files ?? []), this.editor.state.selection.to, kind),
    );
    chooser.click();
  }

  // Whether any of the files was for us.
  take(files: File[], at: number, kind?: "picture" | "attachment"): boolean {
    let isTaken = false;
    for (const file of files) {
      const use = kind ?? (isPicture(file) ? "picture" : "attachment");
      const url = this.places[use];
      if (!url) continue;
      this.send(file, url, use, at);
      isTaken = true;
    }
    return isTaken;
  }

  private send(file: File, url: string, kind: "picture" | "attachment", at: number): void {
    const id = (last += 1);
    const request = new XMLHttpRequest();
    const { element, progress } = waitingFor(file.name, () => request.abort());
    const body = new FormData();
    body.append("file", file);
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", tokenOf(this.form));
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = event.loaded / event.total;
    });
    request.addEventListener("load", () => this.settle(request, id, kind, file.name));
    request.addEventListener("error", () =>
      this.fail(id, `没有连上核发，“${file.name}”没能放进来。连上后再放一次，正文没有动。`),
    );
    request.addEventListener("abort", () => this.remove(id));
    this.editor.view.dispatch(
      this.editor.state.tr.setMeta(key, { add: { id, at, element } }).setMeta("addToHistory", false),
    );
    request.send(body);
  }

  private settle(request: XMLHttpRequest, id: number, kind: string, name: string): void {
    const answer = answerOf(request);
    if (request.status >= 300 || !answer.sha256) {
      const why = answer.message ?? (request.status < 400 ? "您已经退出登录，请重新登录" : "请换一个再试");
      this.fail(id, `“${name}”没能放进来：${why}`);
      return;
    }
    const { sha256, width, height } = answer;
    if (answer.url) this.onUploaded(sha256, answer.url);
    const attrs = kind === "picture" ? { sha256, width, height } : { sha256, name: answer.name ?? name };
    const node = this.editor.schema.nodes[kind === "picture" ? "image" : "attachment"].create(attrs);
    const at = placeOf(this.editor.state, id) ?? this.editor.state.selection.to;
    const { tr } = this.editor.state;
    const $at = tr.doc.resolve(at);
    const isBlank = $at.parent.isTextblock && $at.parent.content.size === 0 && $at.depth > 0;
    tr.setMeta(key, { remove: id });
    if (isBlank && canReplace($at.depth, at)) tr.replaceWith($at.before(), $at.after(), node);
    else tr.insert(blockEnd(), node);
    this.editor.view.dispatch(tr.scrollIntoView());

    function canReplace(depth: number, position: number): boolean {
      const $place = tr.doc.resolve(position);
      const parent = $place.node(depth - 1);
      const isOnly = parent.childCount === 1 && parent.type.name === "doc";
      return !isOnly && parent.type.contentMatch.matchType(node.type) !== null;
    }

    // After the block in hand, or after what it stands in when no such node may stand there.
    function blockEnd(): number {
      for (let depth = $at.depth; depth > 0; depth -= 1) {
        const parent = $at.node(depth - 1);
        const index = $at.indexAfter(depth - 1);
        if (parent.canReplaceWith(index, index, node.type)) return $at.after(depth);
      }
      return at;
    }
  }

  private fail(id: number, text: string): void {
    this.remove(id);
    this.say("tone-miss", text, actButton("知道了", () => this.say("", "")));
  }

  private remove(id: number): void {
    const { tr } = this.editor.state;
    this.editor.view.dispatch(tr.setMeta(key, { remove: id }).setMeta("addToHistory", false));
  }
}

// Few systems know the type of what an iPhone takes; its name tells.
function isPicture(file: File): boolean {
  return file.type.startsWith("image/") || /\.hei[cf]$/i.test(file.name);
}

function answerOf(request: XMLHttpRequest): Uploaded {
  try {
    return JSON.parse(request.responseText) as Uploaded;
  } catch {
    return {};
  }
}

function waitingFor(name: string, onCancel: () => void) {
  const element = part("editor-waiting", "span");
  const progress = document.createElement("progress");
  progress.max = 1;
  progress.setAttribute("aria-label", `正在放入 ${name}`);
  element.contentEditable = "false";
  element.setAttribute("role", "status");
  element.append(part("", "span", `正在放入 ${name}`), progress, actButton("取消", onCancel));
  return { element, progress };
}

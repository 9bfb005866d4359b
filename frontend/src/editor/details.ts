// The small panel under the tools: what is said about a picture, a footnote, a link, an
// attachment or a column, shown while the cursor is there and kept in the document.
import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import { isInTable } from "@tiptap/pm/tables";

import { allows } from "./description";
import { actButton, part } from "./notice";
import { columnWidth, setColumnWidth } from "./tables";

interface Field {
  name: string;
  label: string;
  hint: string;
  kind?: "text" | "percent";
}

// `put` answers why a value cannot stand, or nothing when it does.
interface Subject {
  key: string;
  name: string;
  fields: Field[];
  values: Record<string, string>;
  put: (name: string, value: string) => string | void;
  remove?: { label: string; run: () => void };
}

const PICTURE: Field[] = [
  { name: "alt", label: "图片内容", hint: "看不到图片的人会听到这一句" },
  { name: "source", label: "来源", hint: "如：本社区拍摄" },
  { name: "licence", label: "使用许可", hint: "如：自有，或写明授权" },
  { name: "percent", label: "宽度（占正文的百分之几）", hint: "5 到 100", kind: "percent" },
];
const NOTE: Field = { name: "words", label: "注的内容", hint: "排在文末，最多 1000 字" };
const LINK: Field = { name: "href", label: "链接地址", hint: "https:// 开头，排在文末" };
const NAME: Field = { name: "name", label: "附件名称", hint: "读者看到的名称" };
const WIDTH: Field = { name: "width", label: "这一列的宽度（百分之几）", hint: "不填就平分", kind: "percent" };

export class Details {
  readonly element = part("editor-details");
  private asked: "link" | "footnote" | null = null;
  private shown = "";
  private inputs: { field: Field; input: HTMLInputElement }[] = [];
  private readonly told = part("why is-wrong", "p");

  constructor(private readonly editor: Editor) {
    this.element.hidden = true;
    this.element.setAttribute("role", "group");
    this.told.id = "editor-told";
    this.told.setAttribute("role", "alert");
    editor.on("transaction", ({ transaction }) => {
      if (transaction.selectionSet) this.asked = null;
      this.refresh();
    });
  }

  ask(what: "link" | "footnote"): void {
    this.asked = what;
    this.refresh();
    this.inputs[0]?.input.focus();
  }

  private refresh(): void {
    const subject = this.subject();
    this.element.hidden = !subject;
    if (!subject) {
      this.shown = "";
      return;
    }
    if (subject.key !== this.shown) this.build(subject);
    for (const { field, input } of this.inputs) {
      if (document.activeElement !== input) input.value = subject.values[field.name];
    }
  }

  private build(subject: Subject): void {
    this.shown = subject.key;
    this.told.textContent = "";
    this.element.setAttribute("aria-label", subject.name);
    this.inputs = subject.fields.map((field) => {
      const input = part("form-control", "input");
      input.placeholder = field.hint;
      input.setAttribute("aria-describedby", this.told.id);
      if (field.kind === "percent") input.inputMode = "decimal";
      input.addEventListener("change", () => this.take(field, input));
      input.addEventListener("keydown", (event) => {
        if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
        event.preventDefault();
        if (event.key === "Enter" && !this.take(field, input)) return;
        this.asked = null;
        this.editor.view.focus();
        this.refresh();
      });
      return { field, input };
    });
    const labels = this.inputs.map(({ field, input }) => {
      const label = part("", "label", field.label);
      label.append(input);
      return label;
    });
    const { remove } = subject;
    const acts = remove ? [actButton(remove.label, remove.run)] : [];
    this.element.replaceChildren(...labels, ...acts, this.told);
  }

  // Whether the value stands now; the reason stays under the fields when it does not.
  private take(field: Field, input: HTMLInputElement): boolean {
    const subject = this.subject();
    if (!subject || subject.key !== this.shown) return false;
    const why = subject.put(field.name, input.value.trim());
    this.told.textContent = why ?? "";
    if (why) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    return !why;
  }

  private subject(): Subject | null {
    const { editor } = this;
    const { selection } = editor.state;
    const node = selection instanceof NodeSelection ? selection.node : null;
    if (this.asked === "footnote") return this.newNote();
    if (this.asked === "link" || editor.isActive("link")) return this.link();
    if (node?.type.name === "image") return this.node("图片说明", PICTURE);
    if (node?.type.name === "attachment") return this.node("附件", [NAME], "去掉附件");
    if (node?.type.name === "footnote") return this.node("注", [NOTE], "去掉这条注");
    return isInTable(editor.state) ? this.column() : null;
  }

  private node(name: string, fields: Field[], removing?: string): Subject {
    const { editor } = this;
    const selection = editor.state.selection as NodeSelection;
    const { attrs, type } = selection.node;
    const values = Object.fromEntries(
      fields.map(({ name: key, kind }) => [key, kind ? String(attrs[key] / 100) : (attrs[key] ?? "")]),
    );
    const put = (key: string, given: string): string | void => {
      const isShare = fields.find((field) => field.name === key)?.kind === "percent";
      const value = isShare ? Math.round(Number(given) * 100) : given;
      if (!allows(type.name, key, value)) {
        return isShare ? "请填 5 到 100 之间的数" : "不能空着，也不能超过 1000 字";
      }
      const tr = editor.state.tr.setNodeAttribute(selection.from, key, value);
      editor.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, selection.from)));
    };
    const remove = removing
      ? { label: removing, run: () => void editor.chain().focus().deleteSelection().run() }
      : undefined;
    return { key: `${type.name}`, name, fields, values, put, remove };
  }

  private newNote(): Subject {
    const { editor } = this;
    const put = (_: string, words: string): string | void => {
      if (!allows("footnote", "words", words)) return "请写上注的内容，最多 1000 字";
      this.asked = null;
      const at = editor.state.selection.to;
      const note = editor.schema.nodes.footnote.create({ words });
      editor.view.dispatch(editor.state.tr.insert(at, note));
    };
    return { key: "new-note", name: "新的注", fields: [NOTE], values: { words: "" }, put };
  }

  private link(): Subject {
    const { editor } = this;
    const href = (editor.getAttributes("link").href as string | undefined) ?? "";
    const put = (_: string, given: string): string | void => {
      const address = given && !/^[a-z]+:/i.test(given) ? `https://${given}` : given;
      if (!allows("link", "href", address)) return "请填 http:// 或 https:// 开头的地址，中间不要空格";
      this.asked = null;
      editor.chain().extendMarkRange("link").setMark("link", { href: address }).run();
    };
    const remove = href
      ? {
          label: "去掉链接",
          run: () => void editor.chain().focus().extendMarkRange("link").unsetMark("link").run(),
        }
      : undefined;
    return { key: href ? "link" : "new-link", name: "链接", fields: [LINK], values: { href }, put, remove };
  }

  private column(): Subject {
    const { editor } = this;
    const put = (_: string, given: string): string | void => {
      const percent = Number(given || 0);
      if (!(percent >= 0 && percent <= 100)) return "请填 1 到 100 之间的数，或空着";
      setColumnWidth(editor, percent);
    };
    return {
      key: "column",
      name: "列宽",
      fields: [WIDTH],
      values: { width: columnWidth(editor) },
      put,
    };
  }
}

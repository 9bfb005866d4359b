// Somebody else saved first: both texts block by block, the differences marked, one taken of each.
import type { Schema } from "@tiptap/pm/model";
import { DOMSerializer } from "@tiptap/pm/model";

import type { Addresses } from "./blocks";
import type { StoredNode } from "./document";
import { differing, hunksOf, merged, type Hunk } from "./merging";
import { actButton, part } from "./notice";

export interface Other {
  document: StoredNode;
  fields: Record<string, string>;
  lock: number;
  saved_at: string;
  who: string;
}

export interface Sides {
  base: StoredNode | null;
  mine: StoredNode;
  other: Other;
  title: string;
}

interface Choice {
  document: StoredNode;
  fields: Record<string, string>;
}

type Side = "mine" | "theirs";

const NAMES: Record<Side, string> = { mine: "我写的", theirs: "先保存的" };
const WHY = {
  me: "只有您改了这里",
  them: "只有对方改了这里",
  both: "两边都改了，请选一份",
  nobody: "",
};

export class Comparing {
  readonly element = part("editor-merge");
  private hunks: Hunk[] = [];
  private chosen: (Side | null)[] = [];
  private picks: ((side: Side) => void)[] = [];
  private readonly left = part("why", "p");
  private readonly done: HTMLButtonElement;
  private sides: Sides | null = null;

  constructor(
    private readonly schema: Schema,
    private readonly addresses: Addresses,
    private readonly form: HTMLFormElement,
    private readonly onChosen: (choice: Choice, lock: number) => void,
  ) {
    this.element.hidden = true;
    this.element.setAttribute("role", "region");
    this.element.setAttribute("aria-label", "两份文字，选一份");
    this.left.setAttribute("role", "status");
    this.done = actButton("按选好的保存", () => this.finish(), "btn-primary");
  }

  show(sides: Sides): void {
    this.sides = sides;
    const blocks = (node: StoredNode | null) => node?.content ?? [];
    this.hunks = hunksOf(blocks(sides.base), blocks(sides.mine), blocks(sides.other.document));
    this.chosen = this.hunks.map(({ by }) => (by === "both" ? null : by === "them" ? "theirs" : "mine"));
    this.picks = [];
    const rows = this.hunks.map((hunk, index) =>
      hunk.by === "nobody" ? this.same(hunk) : this.decision(hunk, index),
    );
    const fields = this.fieldRows(sides.other);
    const head = part("", "h2", sides.title);
    head.tabIndex = -1;
    const intro = part("second", "p", "您写的都还在。下面左边是您写的，右边是先保存的，不同的地方有底色。每一处选一份，再保存。");
    const whole = part("row-of");
    whole.append(
      actButton("全用我写的", () => this.picks.forEach((pick) => pick("mine"))),
      actButton("全用先保存的", () => this.picks.forEach((pick) => pick("theirs"))),
    );
    const foot = part("row-of");
    foot.append(this.done, this.left);
    this.element.replaceChildren(head, intro, whole, ...fields, ...rows, foot);
    this.element.hidden = false;
    this.count();
    head.focus();
    this.element.scrollIntoView({ block: "start" });
  }

  private count(): void {
    const open = this.element.querySelectorAll(".editor-hunk.is-open").length;
    this.done.disabled = open > 0;
    this.left.textContent = open ? `还有 ${open} 处没选` : "都选好了";
  }

  private same({ mine }: Hunk): HTMLElement {
    const holder = part("editor-same article");
    if (mine.length < 3) {
      holder.append(...mine.map((block) => this.drawn(block)));
      return holder;
    }
    const details = document.createElement("details");
    details.append(part("second", "summary", `这里有 ${mine.length} 段两边一样`), ...mine.map((block) => this.drawn(block)));
    holder.append(details);
    return holder;
  }

  private decision(hunk: Hunk, index: number): HTMLElement {
    const columns = { mine: this.column(hunk.mine), theirs: this.column(hunk.theirs) };
    const marks = differing(columns.mine.textContent ?? "", columns.theirs.textContent ?? "");
    markIn(columns.mine, marks.mine);
    markIn(columns.theirs, marks.theirs);
    const isOnlyLook = !marks.mine.length && !marks.theirs.length;
    const why = isOnlyLook ? "文字一样，排版或图片不同" : "";
    return this.choice([WHY[hunk.by], why].filter(Boolean).join("；"), columns, this.chosen[index], (side) => {
      this.chosen[index] = side;
    });
  }

  private column(blocks: StoredNode[]): HTMLElement {
    const column = part("article");
    if (blocks.length) column.append(...blocks.map((block) => this.drawn(block)));
    else column.classList.add("is-absent");
    return column;
  }

  private drawn(block: StoredNode): Node {
    const node = DOMSerializer.fromSchema(this.schema).serializeNode(this.schema.nodeFromJSON(block));
    if (node instanceof HTMLElement) this.finishDrawing(node);
    return node;
  }

  // Outside the editor the fields of boxes and the addresses of pictures are put in here.
  private finishDrawing(element: HTMLElement): void {
    const found = [element, ...Array.from(element.querySelectorAll<HTMLElement>("*"))];
    for (const one of found) {
      const { sha256, box, title, number } = one.dataset;
      if (sha256) (one as HTMLImageElement).src = this.addresses.picture(sha256);
      if (box) one.classList.add("article-box", `is-${box}`);
      if (title) one.prepend(part("article-title", "p", title));
      if (number !== undefined) one.classList.add("red-head");
      if (number) one.append(part("article-number", "p", number));
    }
  }

  private fieldRows(other: Other): HTMLElement[] {
    return Object.entries(other.fields).flatMap(([name, theirs]) => {
      const field = fieldIn(this.form, name);
      if (!field || field.value === theirs) return [];
      const columns = { mine: part("", "p", wordsIn(field, field.value)), theirs: part("", "p", wordsIn(field, theirs)) };
      const label = this.form.querySelector(`label[for="${field.id}"]`)?.firstChild?.textContent ?? "";
      const row = this.choice(label.trim(), columns, null, () => undefined);
      row.dataset.field = name;
      return [row];
    });
  }

  private choice(
    words: string,
    columns: Record<Side, HTMLElement>,
    preset: Side | null,
    onPick: (side: Side) => void,
  ): HTMLElement {
    const row = part("editor-hunk is-open", "section");
    const sides = (Object.keys(columns) as Side[]).map((side) => {
      const column = part("editor-side");
      const button = actButton(side === "mine" ? "用我写的" : "用先保存的", () => pick(side));
      button.dataset.side = side;
      column.append(part("second", "p", NAMES[side]), columns[side], button);
      return column;
    });
    const pick = (side: Side) => {
      row.classList.remove("is-open");
      row.dataset.chosen = side;
      row.querySelectorAll<HTMLElement>("[data-side]").forEach((button) => {
        button.setAttribute("aria-pressed", String(button.dataset.side === side));
      });
      onPick(side);
      this.count();
    };
    if (words) row.append(part("why", "p", words));
    row.setAttribute("role", "group");
    row.setAttribute("aria-label", `第 ${this.picks.length + 1} 处：${words}`);
    const pair = part("editor-pair");
    pair.append(...sides);
    row.append(pair);
    this.picks.push(pick);
    if (preset) pick(preset);
    return row;
  }

  private finish(): void {
    const { sides } = this;
    if (!sides) return;
    const fields: Record<string, string> = {};
    this.element.querySelectorAll<HTMLElement>("[data-field]").forEach((row) => {
      const name = row.dataset.field ?? "";
      if (row.dataset.chosen === "theirs") fields[name] = sides.other.fields[name];
    });
    const content = merged(this.hunks, this.chosen);
    this.element.hidden = true;
    this.element.replaceChildren();
    this.onChosen({ document: { type: "doc", ...(content.length ? { content } : {}) }, fields }, sides.other.lock);
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function fieldIn(form: HTMLFormElement, name: string): Field | null {
  const found = form.elements.namedItem(name);
  return found instanceof HTMLElement ? (found as Field) : null;
}

function wordsIn(field: Field, value: string): string {
  if (!(field instanceof HTMLSelectElement)) return value || "（没有填）";
  return Array.from(field.options).find((option) => option.value === value)?.text ?? value;
}

// Puts a mark around each stretch of the element's text.
function markIn(element: HTMLElement, stretches: [number, number][]): void {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts: { node: Text; start: number }[] = [];
  let length = 0;
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    texts.push({ node, start: length });
    length += node.data.length;
  }
  for (const { node, start } of texts) {
    for (const [from, to] of stretches.slice().reverse()) {
      const [first, last] = [Math.max(0, from - start), Math.min(node.data.length, to - start)];
      if (first >= last) continue;
      const tail = node.splitText(first);
      tail.splitText(last - first);
      const mark = part("editor-differs", "mark");
      tail.replaceWith(mark);
      mark.append(tail);
    }
  }
}

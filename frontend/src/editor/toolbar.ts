// The row of tools: each has a Chinese name, arrows move between them, one stop for Tab.
import type { Editor } from "@tiptap/core";
import { redo, redoDepth, undo, undoDepth } from "@tiptap/pm/history";
import { Selection, type Command } from "@tiptap/pm/state";
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
} from "@tiptap/pm/tables";

const RED = "#C00000";

interface Tool {
  name: string;
  icon: string;
  run: (editor: Editor) => void;
  isPressed?: (editor: Editor) => boolean;
  isOff?: (editor: Editor) => boolean;
  isTableTool?: boolean;
  classes?: string;
}

const command = (run: Command) => (editor: Editor) => {
  run(editor.state, editor.view.dispatch, editor.view);
};

const alignTo = (align: string, name: string): Tool => ({
  name,
  icon: `align-${align}`,
  run: (editor) => {
    const { selection, tr } = editor.state;
    selection.ranges.forEach(({ $from, $to }) =>
      editor.state.doc.nodesBetween($from.pos, $to.pos, (node, position) => {
        if (node.isTextblock) tr.setNodeAttribute(position, "align", align);
      }),
    );
    editor.view.dispatch(tr);
  },
  isPressed: (editor) => editor.state.selection.$from.parent.attrs.align === align,
});

const inTable = (name: string, icon: string, run: Command): Tool => ({
  name,
  icon,
  run: command(run),
  isTableTool: true,
});

const TOOLS: (Tool | "gap")[] = [
  { name: "撤销", icon: "arrow-back-up", run: command(undo), isOff: (e) => !undoDepth(e.state) },
  { name: "重做", icon: "arrow-forward-up", run: command(redo), isOff: (e) => !redoDepth(e.state) },
  "gap",
  {
    name: "小标题",
    icon: "heading",
    run: (editor) => void editor.commands.toggleNode("heading", "paragraph", { level: 2 }),
    isPressed: (editor) => editor.isActive("heading"),
    isOff: (editor) => isInTable(editor.state),
  },
  {
    name: "加粗",
    icon: "bold",
    run: (editor) => void editor.commands.toggleMark("bold"),
    isPressed: (editor) => editor.isActive("bold"),
  },
  {
    name: "红字",
    icon: "palette",
    classes: "is-red",
    run: (editor) => void editor.commands.setMark("color", { value: RED }),
    isPressed: (editor) => editor.isActive("color"),
  },
  {
    name: "清除格式",
    icon: "clear-formatting",
    run: (editor) => void editor.commands.unsetAllMarks(),
  },
  "gap",
  alignTo("left", "左对齐"),
  alignTo("center", "居中"),
  alignTo("right", "右对齐"),
  "gap",
  {
    name: "插入表格",
    icon: "table",
    run: insertTable,
    isOff: (editor) => isInTable(editor.state),
  },
  inTable("下面加一行", "row-insert-bottom", addRowAfter),
  inTable("删这一行", "row-remove", deleteRow),
  inTable("右面加一列", "column-insert-right", addColumnAfter),
  inTable("删这一列", "column-remove", deleteColumn),
  inTable("删表格", "table-off", deleteTable),
];

// The cursor goes into the first cell; after a table at the end there is a line to go on.
function insertTable(editor: Editor): void {
  const { state } = editor;
  const table = state.schema.nodeFromJSON(emptyTable(3, 3));
  const { $from } = state.selection;
  const isBlank = $from.parent.isTextblock && $from.parent.content.size === 0;
  const start = isBlank ? $from.before(1) : $from.after(1);
  const tr = state.tr.replaceWith(start, $from.after(1), table);
  const end = start + table.nodeSize;
  if (end === tr.doc.content.size) tr.insert(end, state.schema.nodes.paragraph.create());
  tr.setSelection(Selection.near(tr.doc.resolve(start + 1)));
  editor.view.dispatch(tr.scrollIntoView());
}

function emptyTable(rows: number, columns: number): object {
  const cells = (type: string) =>
    Array.from({ length: columns }, () => ({ type, content: [{ type: "paragraph" }] }));
  return {
    type: "table",
    content: Array.from({ length: rows }, (_, row) => ({
      type: "tableRow",
      content: cells(row ? "tableCell" : "tableHeader"),
    })),
  };
}

export function buildToolbar(editor: Editor, onPicture?: () => void): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "editor-tools";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "排版");
  const tools = onPicture
    ? [...TOOLS, { name: "插入图片", icon: "photo", run: onPicture } satisfies Tool]
    : TOOLS;
  const pairs: [HTMLButtonElement, Tool][] = [];
  for (const tool of tools) {
    if (tool === "gap") {
      bar.append(Object.assign(document.createElement("span"), { className: "editor-gap" }));
      continue;
    }
    const button = buttonFor(tool);
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      tool.run(editor);
      editor.view.focus();
    });
    pairs.push([button, tool]);
    bar.append(button);
  }
  const refresh = () => pairs.forEach(([button, tool]) => show(editor, button, tool));
  editor.on("transaction", refresh);
  refresh();
  moveByArrows(bar);
  return bar;
}

function show(editor: Editor, button: HTMLButtonElement, tool: Tool): void {
  if (tool.isPressed) button.setAttribute("aria-pressed", String(tool.isPressed(editor)));
  button.disabled = tool.isOff?.(editor) ?? false;
  if (tool.isTableTool) button.hidden = !isInTable(editor.state);
}

function buttonFor(tool: Tool): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `editor-tool ${tool.classes ?? ""}`.trim();
  button.title = tool.name;
  button.setAttribute("aria-label", tool.name);
  button.append(icon(tool.icon));
  return button;
}

// The sprite's address, with its fingerprint, is taken from an icon already on the page.
export function icon(name: string): SVGElement {
  const sprite = document.querySelector("use[href*='icons']")?.getAttribute("href") ?? "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite.split("#")[0]}#${name}`);
  svg.append(use);
  return svg;
}

function moveByArrows(bar: HTMLElement): void {
  const buttons = () =>
    Array.from(bar.querySelectorAll("button")).filter((one) => !one.disabled && !one.hidden);
  const makeStop = (stop: HTMLButtonElement | undefined) =>
    bar.querySelectorAll("button").forEach((one) => (one.tabIndex = one === stop ? 0 : -1));
  makeStop(buttons()[0]);
  bar.addEventListener("focusin", (event) => makeStop(event.target as HTMLButtonElement));
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const usable = buttons();
    const at = usable.indexOf(document.activeElement as HTMLButtonElement);
    usable[(at + step + usable.length) % usable.length]?.focus();
    event.preventDefault();
  });
}

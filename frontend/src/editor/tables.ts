// Tables: their nodes, and what staff do with them.
import { Extension, Node, type AnyExtension, type Editor } from "@tiptap/core";
import { Plugin, Selection, type Command } from "@tiptap/pm/state";
import {
  CellSelection,
  goToNextCell,
  isInTable,
  mergeCells,
  selectedRect,
  setCellAttr,
  tableEditing,
} from "@tiptap/pm/tables";

import { attributesOf, contentOf } from "./description";
import { groundColour, whole } from "./reading";

// What the table commands ask of the schema.
const TABLE_ROLES: Record<string, string> = {
  table: "table",
  tableRow: "row",
  tableCell: "cell",
  tableHeader: "header_cell",
};

const TableRoles = Extension.create({
  name: "tableRoles",
  extendNodeSchema: (extension) =>
    extension.name in TABLE_ROLES ? { tableRole: TABLE_ROLES[extension.name] } : {},
});

const Table = Node.create({
  name: "table",
  content: contentOf("table"),
  isolating: true,
  parseHTML: () => [{ tag: "table" }],
  renderHTML: () => ["table", ["tbody", 0]],
  addProseMirrorPlugins: () => [tableEditing()],
  addKeyboardShortcuts() {
    const move = (direction: 1 | -1) => () =>
      goToNextCell(direction)(this.editor.state, this.editor.view.dispatch);
    return { Tab: move(1), "Shift-Tab": move(-1) };
  },
});

// After what was pasted there is a line to go on, and the cursor is in it.
const RoomBelow = Extension.create({
  name: "roomBelow",
  addProseMirrorPlugins: () => [
    new Plugin({
      appendTransaction: (transactions, _, { doc, tr, schema }) => {
        const isPasted = transactions.some((one) => one.getMeta("paste") || one.getMeta("uiEvent") === "paste");
        if (!isPasted || doc.lastChild?.isTextblock) return null;
        tr.insert(doc.content.size, schema.nodes.paragraph.create());
        return tr.setSelection(Selection.atEnd(tr.doc));
      },
    }),
  ],
});

const TableRow = Node.create({
  name: "tableRow",
  content: contentOf("tableRow"),
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
});

const cell = (name: string, tag: string, share: (given: string | null) => number): Node =>
  Node.create({
    name,
    content: contentOf(name),
    isolating: true,
    addAttributes: () =>
      attributesOf(name, {
        colspan: (element) => whole(element.getAttribute("colspan"), 1),
        rowspan: (element) => whole(element.getAttribute("rowspan"), 1),
        background: (element) =>
          groundColour(element.style.backgroundColor || element.getAttribute("bgcolor")),
        width: (element) => share(element.style.width || element.getAttribute("width")),
      }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ node }) => {
      const { colspan, rowspan, background, width } = node.attrs;
      const style = [
        background ? `background-color: ${background}` : "",
        width ? `width: ${width / 100}%` : "",
      ].filter(Boolean);
      return [
        tag,
        {
          ...(colspan === 1 ? {} : { colspan }),
          ...(rowspan === 1 ? {} : { rowspan }),
          ...(style.length ? { style: style.join(";") } : {}),
        },
        0,
      ];
    },
  });

export function tableNodes(share: (given: string | null) => number): AnyExtension[] {
  return [
    TableRoles,
    Table,
    RoomBelow,
    TableRow,
    cell("tableCell", "td", share),
    cell("tableHeader", "th", share),
  ];
}

// The cursor goes into the first cell; after a table at the end there is a line to go on.
export function insertTable(editor: Editor): void {
  const { state } = editor;
  const table = state.schema.nodeFromJSON(emptyTable(3, 3));
  const { $from } = state.selection;
  const isBlank = $from.depth === 1 && $from.parent.isTextblock && !$from.parent.content.size;
  const end = $from.depth ? $from.after(1) : state.selection.to;
  const start = isBlank ? $from.before(1) : end;
  const tr = state.tr.replaceWith(start, end, table);
  const after = start + table.nodeSize;
  if (after === tr.doc.content.size) tr.insert(after, state.schema.nodes.paragraph.create());
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

// The merged cell is as wide as those it was made of, when each had a width of its own.
export const merge: Command = (state, dispatch) => {
  if (!dispatch) return mergeCells(state);
  const { map, table, left, right, top } = selectedRect(state);
  const seen = new Set<number>();
  let width = 0;
  for (let column = left; column < right; column += 1) {
    const at = map.map[top * map.width + column];
    if (seen.has(at)) continue;
    seen.add(at);
    const own = table.nodeAt(at)?.attrs.width as number;
    width = own && width >= 0 ? width + own : -1;
  }
  return mergeCells(state, (tr) => {
    const { selection } = tr;
    const $cell = selection instanceof CellSelection ? selection.$anchorCell : null;
    if ($cell) tr.setNodeAttribute($cell.pos, "width", Math.min(10000, Math.max(0, width)));
    dispatch(tr);
  });
};

export const canMerge = (editor: Editor): boolean =>
  isInTable(editor.state) && mergeCells(editor.state);

// Every cell of the columns in which the selection stands; null: as wide as their share.
export function setColumnWidth(editor: Editor, percent: number): void {
  const { map, tableStart, left, right, table } = selectedRect(editor.state);
  const { tr } = editor.state;
  const columns = right - left;
  const one = Math.round(Math.min(100, Math.max(0, percent)) * 100);
  for (const at of new Set(map.cellsInRect({ left, right, top: 0, bottom: map.height }))) {
    const span = Math.min(columns, table.nodeAt(at)?.attrs.colspan ?? 1);
    tr.setNodeAttribute(tableStart + at, "width", Math.min(10000, one * span));
  }
  editor.view.dispatch(tr);
}

export function columnWidth(editor: Editor): string {
  const { map, left, table } = selectedRect(editor.state);
  const width = (table.nodeAt(map.map[left])?.attrs.width as number) ?? 0;
  return width ? String(width / 100) : "";
}

export const shade = (value: string | null) => (editor: Editor) => {
  setCellAttr("background", value)(editor.state, editor.view.dispatch);
};

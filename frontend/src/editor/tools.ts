// The few things staff need while writing, as one table: name, icon, what it does, when it can.
import type { Editor } from "@tiptap/core";
import { redo, redoDepth, undo, undoDepth } from "@tiptap/pm/history";
import type { Command } from "@tiptap/pm/state";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  splitCell,
  toggleHeaderRow,
} from "@tiptap/pm/tables";

import { BOX_NAMES } from "./blocks";
import { choicesOf } from "./description";
import { putRedHead, putRule, toggleBox } from "./inserting";
import { isListed, markerFor, toggleList, type Style } from "./listing";
import palette from "./palette.json";
import { canMerge, insertTable, merge, shade } from "./tables";

export interface Tool {
  name: string;
  icon: string;
  run: (editor: Editor) => void;
  isPressed?: (editor: Editor) => boolean;
  isOff?: (editor: Editor) => boolean;
  colour?: string;
  // Comes with 更多 on a phone although its group stays.
  isMore?: boolean;
}

export interface Menu {
  name: string;
  icon: string;
  tools: Tool[];
  isOff?: (editor: Editor) => boolean;
}

// What stays in the first line of a phone; the rest comes with 更多.
export interface Group {
  tools: (Tool | Menu)[];
  isFirst?: boolean;
}

const command = (run: Command) => (editor: Editor) => {
  run(editor.state, editor.view.dispatch, editor.view);
};

const cannot = (run: Command) => (editor: Editor) => !run(editor.state);

const markTool = (mark: string, name: string, icon: string): Tool => ({
  name,
  icon,
  run: (editor) => void editor.commands.toggleMark(mark),
  isPressed: (editor) => editor.isActive(mark),
});

const headingTool = (level: number, name: string): Tool => ({
  name,
  icon: `h-${level}`,
  run: (editor) => void editor.commands.toggleNode("heading", "paragraph", { level }),
  isPressed: (editor) => editor.isActive("heading", { level }),
});

const alignTool = (align: string, name: string): Tool => ({
  name,
  icon: align === "justify" ? "align-justified" : `align-${align}`,
  run: (editor) => putOnBlocks(editor, "align", align),
  isPressed: (editor) => editor.state.selection.$from.parent.attrs.align === align,
});

function putOnBlocks(editor: Editor, attribute: string, value: string | number): void {
  const { selection, tr, doc } = editor.state;
  selection.ranges.forEach(({ $from, $to }) =>
    doc.nodesBetween($from.pos, $to.pos, (node, position) => {
      if (node.isTextblock && attribute in node.attrs) tr.setNodeAttribute(position, attribute, value);
    }),
  );
  editor.view.dispatch(tr);
}

const FIRST_LINE = 200;

const indentOf = (editor: Editor): number => editor.state.selection.$from.parent.attrs.indent ?? 0;

const colourTools = (mark: string, colours: typeof palette.inks, none: string): Tool[] => [
  ...colours.map(({ name, value }) => ({
    name,
    icon: mark === "color" ? "palette" : "highlight",
    colour: value,
    run: (editor: Editor) => void editor.commands.setMark(mark, { value }),
    isPressed: (editor: Editor) => editor.isActive(mark, { value }),
  })),
  { name: none, icon: "eraser", run: (editor) => void editor.commands.unsetMark(mark) },
];

const listTool = (style: Style, name: string): Tool => ({
  name,
  icon: style === "bullet" ? "list" : "list-numbers",
  run: (editor) => toggleList(editor, style),
  isPressed: (editor) => isListed(editor, style),
});

const boxTool = (kind: string): Tool => ({
  name: BOX_NAMES[kind],
  icon: { notice: "info-square", quote: "blockquote", contact: "address-book" }[kind] ?? "box",
  run: (editor) => toggleBox(editor, kind),
  isPressed: (editor) => editor.isActive("box", { kind }),
});

const isNotPlain = (editor: Editor): boolean => editor.state.selection.$from.depth > 1;

export interface Asked {
  link: () => void;
  footnote: () => void;
  picture?: () => void;
  attachment?: () => void;
}

export function groupsFor(asked: Asked): Group[] {
  const files: Tool[] = [];
  if (asked.picture) files.push({ name: "插入图片", icon: "photo", run: asked.picture });
  return [
    {
      isFirst: true,
      tools: [
        { name: "撤销", icon: "arrow-back-up", run: command(undo), isOff: (e) => !undoDepth(e.state) },
        {
          name: "重做",
          icon: "arrow-forward-up",
          run: command(redo),
          isOff: (e) => !redoDepth(e.state),
          isMore: true,
        },
      ],
    },
    {
      isFirst: true,
      tools: [
        {
          name: "段落级别",
          icon: "heading",
          isOff: isNotPlain,
          tools: [
            headingTool(1, "一级标题"),
            headingTool(2, "二级标题"),
            headingTool(3, "三级标题"),
            {
              name: "正文",
              icon: "letter-case",
              run: (editor) => void editor.commands.setNode("paragraph"),
              isPressed: (editor) => editor.isActive("paragraph"),
            },
          ],
        },
        markTool("bold", "加粗", "bold"),
      ],
    },
    {
      tools: [
        markTool("italic", "斜体", "italic"),
        markTool("underline", "下划线", "underline"),
        markTool("strike", "删除线", "strikethrough"),
        { name: "文字颜色", icon: "palette", tools: colourTools("color", palette.inks, "不要颜色") },
        { name: "突出底色", icon: "highlight", tools: colourTools("highlight", palette.grounds, "不要底色") },
        markTool("superscript", "上标", "superscript"),
        markTool("subscript", "下标", "subscript"),
        {
          name: "清除格式",
          icon: "clear-formatting",
          run: (editor) => void editor.commands.unsetAllMarks(),
        },
      ],
    },
    {
      tools: [
        {
          name: "对齐",
          icon: "align-left",
          tools: [
            alignTool("left", "左对齐"),
            alignTool("center", "居中"),
            alignTool("right", "右对齐"),
            alignTool("justify", "两端对齐"),
          ],
        },
        {
          name: "首行缩进两字",
          icon: "indent-increase",
          run: (editor) => putOnBlocks(editor, "indent", indentOf(editor) ? 0 : FIRST_LINE),
          isPressed: (editor) => indentOf(editor) > 0,
          isOff: (editor) => editor.state.selection.$from.parent.type.name !== "paragraph",
        },
      ],
    },
    {
      isFirst: true,
      tools: [
        {
          name: "编号",
          icon: "list-numbers",
          tools: [
            listTool("figure", `数字 ${markerFor("figure", 1)}`),
            listTool("han", `汉字 ${markerFor("han", 1)}`),
            listTool("bullet", `圆点 ${markerFor("bullet", 1).trim()}`),
          ],
        },
      ],
    },
    {
      tools: [
        {
          name: "链接",
          icon: "link",
          run: asked.link,
          isPressed: (editor) => editor.isActive("link"),
          isOff: (editor) => editor.state.selection.empty && !editor.isActive("link"),
        },
        { name: "加注", icon: "asterisk", run: asked.footnote, isOff: (e) => !e.state.selection.$from.parent.inlineContent },
        {
          name: "框",
          icon: "box",
          tools: choicesOf("box", "kind").map(boxTool),
          isOff: (editor) => isInTable(editor.state),
        },
        { name: "红头", icon: "file-certificate", run: putRedHead },
        { name: "分隔线", icon: "separator-horizontal", run: putRule },
        ...(asked.attachment
          ? [{ name: "插入附件", icon: "paperclip", run: asked.attachment, isOff: isNotPlain }]
          : []),
      ],
    },
    {
      isFirst: true,
      tools: [{ name: "插入表格", icon: "table", run: insertTable, isOff: isNotPlain }, ...files],
    },
  ];
}

const tableTool = (name: string, icon: string, run: Command): Tool => ({
  name,
  icon,
  run: command(run),
  isOff: cannot(run),
});

export const TABLE_TOOLS: (Tool | Menu)[] = [
  tableTool("上面加一行", "row-insert-top", addRowBefore),
  tableTool("下面加一行", "row-insert-bottom", addRowAfter),
  tableTool("左面加一列", "column-insert-left", addColumnBefore),
  tableTool("右面加一列", "column-insert-right", addColumnAfter),
  tableTool("删这一行", "row-remove", deleteRow),
  tableTool("删这一列", "column-remove", deleteColumn),
  { ...tableTool("合并单元格", "arrows-join", merge), isOff: (editor) => !canMerge(editor) },
  tableTool("拆分单元格", "arrows-split", splitCell),
  tableTool("第一行作表头", "layout-navbar", toggleHeaderRow),
  {
    name: "单元格底色",
    icon: "bucket-droplet",
    tools: [
      ...palette.grounds.map(({ name, value }) => ({
        name,
        icon: "bucket-droplet",
        colour: value,
        run: shade(value),
      })),
      { name: "不要底色", icon: "eraser", run: shade(null) },
    ],
  },
  tableTool("删表格", "table-off", deleteTable),
];

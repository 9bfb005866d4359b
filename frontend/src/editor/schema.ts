// The document schema in the editor: what each node and mark is drawn as and read from. What it
// may hold comes from the server's own description. Nothing here writes a style attribute into
// the page: the policy forbids it. Rendering sets styles through the object model, which
// ProseMirror does for specs with `style`.
import { Extension, Mark, Node, type AnyExtension } from "@tiptap/core";
import type { DOMOutputSpec, Mark as ProseMark, Node as ProseNode } from "@tiptap/pm/model";
import { gapCursor } from "@tiptap/pm/gapcursor";
import { history, redo, undo } from "@tiptap/pm/history";

import { boxView, headView, pictureView, type Addresses } from "./blocks";
import { allows, attributesOf, contentOf, MARK_ORDER } from "./description";
import { hundredths, inkColour, groundColour, share, whole } from "./reading";
import { tableNodes } from "./tables";

export { MARK_ORDER };

const align = (element: HTMLElement): string =>
  element.style.textAlign || element.getAttribute("align") || "left";

const alignClass = (node: ProseNode): Record<string, string> =>
  node.attrs.align === "left" ? {} : { class: `align-${node.attrs.align}` };

const said = (name: string) => (element: HTMLElement) => element.getAttribute(`data-${name}`);

const numbered = (name: string) => (element: HTMLElement) => {
  const given = element.getAttribute(`data-${name}`);
  return given === null ? null : whole(given, 0);
};

const Doc = Node.create({ name: "doc", topNode: true, content: contentOf("doc") });

const Text = Node.create({ name: "text" });

const Paragraph = Node.create({
  name: "paragraph",
  priority: 1000,
  content: contentOf("paragraph"),
  addAttributes: () =>
    attributesOf("paragraph", {
      align,
      indent: (element) => hundredths(element.style.textIndent),
      inset: (element) => whole(said("inset")(element), 0),
      spacing: (element) => hundredths(element.style.marginBottom),
    }),
  parseHTML: () => [{ tag: "p" }, { tag: "li" }],
  renderHTML: ({ node }): DOMOutputSpec => {
    const { indent, inset, spacing } = node.attrs;
    const style = [
      indent ? `text-indent: ${indent / 100}em` : "",
      inset ? `padding-inline-start: ${inset / 100}em` : "",
      spacing ? `margin-bottom: ${spacing / 100}em` : "",
    ].filter(Boolean);
    return [
      "p",
      {
        ...alignClass(node),
        ...(inset ? { "data-inset": String(inset) } : {}),
        ...(style.length ? { style: style.join(";") } : {}),
      },
      0,
    ];
  },
});

// What is pasted into an empty paragraph keeps its own alignment and indent.
const Keeping = Extension.create({
  name: "keeping",
  extendNodeSchema: ({ name }) => (name === "paragraph" ? { definingForContent: true } : {}),
});

const Heading = Node.create({
  name: "heading",
  content: contentOf("heading"),
  defining: true,
  addAttributes: () => attributesOf("heading", { align }),
  parseHTML: () =>
    [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(3, level) } })),
  renderHTML: ({ node }): DOMOutputSpec => [`h${node.attrs.level}`, alignClass(node), 0],
});

const RedHead = Node.create({
  name: "redHead",
  content: contentOf("redHead"),
  defining: true,
  addAttributes: () => attributesOf("redHead", { number: said("number") }),
  parseHTML: () => [{ tag: "header[data-number]", contentElement: "p" }],
  renderHTML: ({ node }) => ["header", { "data-number": node.attrs.number }, ["p", 0]],
  addNodeView: () => headView,
});

const Box = Node.create({
  name: "box",
  content: contentOf("box"),
  defining: true,
  isolating: true,
  addAttributes: () => attributesOf("box", { kind: said("box"), title: said("title") }),
  parseHTML: () => [
    { tag: "aside[data-box]" },
    { tag: "blockquote", getAttrs: () => ({ kind: "quote" }) },
  ],
  renderHTML: ({ node }) => [
    "aside",
    { "data-box": node.attrs.kind, "data-title": node.attrs.title },
    0,
  ],
  addNodeView: () => boxView,
});

const Attachment = Node.create({
  name: "attachment",
  atom: true,
  addAttributes: () => attributesOf("attachment", { sha256: said("attachment"), name: said("name") }),
  parseHTML: () => [{ tag: "div[data-attachment][data-name]" }],
  renderHTML: ({ node }) => [
    "div",
    { class: "attachment", "data-attachment": node.attrs.sha256, "data-name": node.attrs.name },
    `附件：${node.attrs.name}`,
  ],
});

const Footnote = Node.create({
  name: "footnote",
  inline: true,
  atom: true,
  addAttributes: () => attributesOf("footnote", { words: said("footnote") }),
  parseHTML: () => [{ tag: "sup[data-footnote]", priority: 60 }],
  renderHTML: ({ node }) => {
    const { words } = node.attrs;
    return ["sup", { class: "footnote", "data-footnote": words, title: words, "aria-label": `注：${words}` }];
  },
});

const HardBreak = Node.create({
  name: "hardBreak",
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: "br" }],
  renderHTML: () => ["br"],
  renderText: () => "\n",
  addKeyboardShortcuts() {
    const insert = () => this.editor.commands.insertContent({ type: this.name });
    return { "Shift-Enter": insert, "Mod-Enter": insert };
  },
});

const HorizontalRule = Node.create({
  name: "horizontalRule",
  addAttributes: () =>
    attributesOf("horizontalRule", { color: (element) => inkColour(element.style.borderTopColor) }),
  parseHTML: () => [{ tag: "hr" }],
  renderHTML: ({ node }) =>
    node.attrs.color ? ["hr", { style: `color: ${node.attrs.color}` }] : ["hr"],
});

// Pictures stand in the text by their SHA-256; the address is made from the page's template.
const Image = Node.create<{ addresses: Addresses }>({
  name: "image",
  atom: true,
  draggable: true,
  addOptions: () => ({ addresses: { picture: () => "" } }),
  addAttributes: () =>
    attributesOf("image", {
      sha256: said("sha256"),
      alt: (element) => element.getAttribute("alt"),
      source: said("source"),
      licence: said("licence"),
      width: numbered("width"),
      height: numbered("height"),
      percent: numbered("percent"),
    }),
  parseHTML: () => [{ tag: "img[data-sha256]" }],
  renderHTML: ({ node }) => {
    const { sha256, alt, source, licence, width, height, percent } = node.attrs;
    return [
      "img",
      {
        alt,
        "data-sha256": sha256,
        "data-source": source,
        "data-licence": licence,
        "data-width": String(width),
        "data-height": String(height),
        "data-percent": String(percent),
      },
    ];
  },
  addNodeView() {
    return pictureView(this.options.addresses);
  },
});

const simpleMark = (name: string, tags: string[], styles: string[], key?: string): Mark =>
  Mark.create({
    name,
    parseHTML: () => [...tags.map((tag) => ({ tag })), ...styles.map((style) => ({ style }))],
    renderHTML: () => [tags[0], 0],
    addKeyboardShortcuts() {
      return key ? { [key]: () => this.editor.commands.toggleMark(name) } : ({} as never);
    },
  });

const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => attributesOf("link"),
  parseHTML: () => [
    {
      tag: "a[href]",
      getAttrs: (element) => {
        const href = (element as HTMLElement).getAttribute("href");
        return href && allows("link", "href", href) ? { href } : false;
      },
    },
  ],
  renderHTML: ({ mark }) => ["a", { href: mark.attrs.href, rel: "noopener" }, 0],
});

const colourMark = (name: string, property: string, read: (given: string) => string | null): Mark =>
  Mark.create({
    name,
    addAttributes: () => attributesOf(name),
    parseHTML: () => [
      {
        style: property,
        getAttrs: (given) => {
          const value = read(given as string);
          return value ? { value } : false;
        },
      },
    ],
    renderHTML: ({ mark }: { mark: ProseMark }) => [
      "span",
      { style: `${property}: ${mark.attrs.value}` },
      0,
    ],
  });

const BOLD = ["bold", "600", "700", "800", "900"].map((weight) => `font-weight=${weight}`);

const MARKS: Record<string, AnyExtension> = {
  link: Link,
  bold: simpleMark("bold", ["strong", "b"], BOLD, "Mod-b"),
  italic: simpleMark("italic", ["em", "i"], ["font-style=italic"], "Mod-i"),
  underline: simpleMark("underline", ["u"], ["text-decoration=underline"], "Mod-u"),
  strike: simpleMark("strike", ["s", "strike"], ["text-decoration=line-through"]),
  superscript: simpleMark("superscript", ["sup"], ["vertical-align=super"]),
  subscript: simpleMark("subscript", ["sub"], ["vertical-align=sub"]),
  color: colourMark("color", "color", inkColour),
  highlight: colourMark("highlight", "background-color", groundColour),
};

const History = Extension.create({
  name: "history",
  addProseMirrorPlugins: () => [history(), gapCursor()],
  addKeyboardShortcuts() {
    const run = (command: typeof undo) => () =>
      command(this.editor.state, this.editor.view.dispatch);
    return { "Mod-z": run(undo), "Mod-y": run(redo), "Shift-Mod-z": run(redo) };
  },
});

export function schemaExtensions(addresses: Addresses): AnyExtension[] {
  return [
    Doc,
    Text,
    Paragraph,
    Keeping,
    Heading,
    RedHead,
    ...tableNodes(share),
    Image.configure({ addresses }),
    Box,
    HorizontalRule,
    Attachment,
    Footnote,
    HardBreak,
    ...MARK_ORDER.map((name) => MARKS[name]),
    History,
  ];
}

// The document schema in the editor: the same nodes, marks and attributes as on the server.
// Nothing here writes a style attribute into the page: the policy forbids it. Rendering sets
// styles through the object model, which ProseMirror does for specs with `style`.
import { Extension, Mark, Node, type AnyExtension } from "@tiptap/core";
import type { DOMOutputSpec, Mark as ProseMark, Node as ProseNode } from "@tiptap/pm/model";
import { goToNextCell, tableEditing } from "@tiptap/pm/tables";

// The order of marks in the schema is their order in a stored document.
export const MARK_ORDER = [
  "link",
  "bold",
  "italic",
  "underline",
  "strike",
  "superscript",
  "subscript",
  "color",
  "highlight",
];

const ALIGNMENTS = ["left", "center", "right", "justify"];
const LINK = /^https?:\/\/[^\s"'<>]{1,1000}$/;

// An attribute that the node renders itself.
const own = (fallback: unknown, parseHTML: (element: HTMLElement) => unknown = () => fallback) => ({
  default: fallback,
  rendered: false,
  parseHTML,
});

const align = own("left", (element) => {
  const given = element.style.textAlign || element.getAttribute("align") || "left";
  return ALIGNMENTS.includes(given) ? given : "left";
});

const alignClass = (node: ProseNode): Record<string, string> =>
  node.attrs.align === "left" ? {} : { class: `align-${node.attrs.align}` };

// `rgb(192, 0, 0)` or `#c00000` as `#C00000`; null for anything that is no plain colour.
export function colour(given: string | null | undefined): string | null {
  const text = (given ?? "").trim();
  if (/^#[0-9a-f]{6}$/i.test(text)) return text.toUpperCase();
  if (/^#[0-9a-f]{3}$/i.test(text)) return `#${text.slice(1).replace(/./g, "$&$&")}`.toUpperCase();
  const parts = text.match(/^rgba?\((\d{1,3})\D+(\d{1,3})\D+(\d{1,3})(?:\D+([\d.]+))?\)$/);
  if (!parts || parts[4] === "0") return null;
  const hex = parts.slice(1, 4).map((part) => Number(part).toString(16).padStart(2, "0"));
  return `#${hex.join("")}`.toUpperCase();
}

// Hundredths of an em from a CSS length in em or px; 0 for anything else.
function hundredths(given: string, most: number): number {
  const parts = given.match(/^([\d.]+)(em|px|pt)$/);
  if (!parts) return 0;
  const size = Number(parts[1]) * { em: 100, px: 100 / 16, pt: 100 / 12 }[parts[2] as "em"];
  return Math.min(most, Math.round(size));
}

const whole = (given: string | null, least: number, most: number): number => {
  const number = Math.round(Number(given));
  return Number.isFinite(number) ? Math.min(most, Math.max(least, number)) : least;
};

const Doc = Node.create({
  name: "doc",
  topNode: true,
  content: "(paragraph | heading | table | image | horizontalRule)+",
});

const Text = Node.create({ name: "text" });

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

const Paragraph = Node.create({
  name: "paragraph",
  priority: 1000,
  content: "(text | hardBreak)*",
  addAttributes: () => ({
    align,
    indent: own(0, (element) => hundredths(element.style.textIndent, 2000)),
    spacing: own(0, (element) => hundredths(element.style.marginBottom, 1000)),
  }),
  parseHTML: () => [{ tag: "p" }, { tag: "li" }, { tag: "blockquote > :not(p)" }],
  renderHTML: ({ node }): DOMOutputSpec => {
    const { indent, spacing } = node.attrs;
    const style = [
      indent ? `text-indent: ${indent / 100}em` : "",
      spacing ? `margin-bottom: ${spacing / 100}em` : "",
    ].filter(Boolean);
    return ["p", { ...alignClass(node), ...(style.length ? { style: style.join(";") } : {}) }, 0];
  },
});

const Heading = Node.create({
  name: "heading",
  content: "(text | hardBreak)*",
  defining: true,
  addAttributes: () => ({ level: own(1), align }),
  parseHTML: () =>
    [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(3, level) } })),
  renderHTML: ({ node }): DOMOutputSpec => [`h${node.attrs.level}`, alignClass(node), 0],
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
  addAttributes: () => ({ color: own(null, (element) => colour(element.style.borderTopColor)) }),
  parseHTML: () => [{ tag: "hr" }],
  renderHTML: ({ node }) =>
    node.attrs.color ? ["hr", { style: `color: ${node.attrs.color}` }] : ["hr"],
});

const Table = Node.create({
  name: "table",
  content: "tableRow+",
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

const TableRow = Node.create({
  name: "tableRow",
  content: "(tableCell | tableHeader)*",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
});

const cell = (name: string, tag: string): Node =>
  Node.create({
    name,
    content: "(paragraph | image)+",
    isolating: true,
    addAttributes: () => ({
      colspan: own(1, (element) => whole(element.getAttribute("colspan"), 1, 64)),
      rowspan: own(1, (element) => whole(element.getAttribute("rowspan"), 1, 1000)),
      background: own(null, (element) => {
        const found = colour(element.style.backgroundColor || element.getAttribute("bgcolor"));
        return found === "#FFFFFF" ? null : found;
      }),
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ node }) => {
      const { colspan, rowspan, background } = node.attrs;
      return [
        tag,
        {
          ...(colspan === 1 ? {} : { colspan }),
          ...(rowspan === 1 ? {} : { rowspan }),
          ...(background ? { style: `background-color: ${background}` } : {}),
        },
        0,
      ];
    },
  });

// Pictures stand in the text by their SHA-256; the address is made from the page's template.
const Image = Node.create<{ pictureUrl: string }>({
  name: "image",
  atom: true,
  draggable: true,
  addOptions: () => ({ pictureUrl: "" }),
  addAttributes: () => {
    const kept = (name: string) =>
      own("", (element) => element.getAttribute(name === "alt" ? "alt" : `data-${name}`) ?? "");
    const number = (name: string, least: number, most: number, fallback: number) =>
      own(fallback, (element) => {
        const given = element.getAttribute(`data-${name}`);
        return given === null ? fallback : whole(given, least, most);
      });
    return {
      sha256: own(null, (element) => element.getAttribute("data-sha256")),
      alt: kept("alt"),
      source: kept("source"),
      licence: kept("licence"),
      width: number("width", 0, 20000, 0),
      height: number("height", 0, 20000, 0),
      percent: number("percent", 500, 10000, 10000),
    };
  },
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
    return ({ node }) => {
      const figure = document.createElement("figure");
      const picture = document.createElement("img");
      const { sha256, alt, width, height, percent } = node.attrs;
      figure.style.maxWidth = `${percent / 100}%`;
      picture.alt = alt;
      if (width && height) {
        picture.width = width;
        picture.height = height;
      }
      picture.addEventListener("error", () => {
        figure.className = "is-lost";
        figure.textContent = `图片暂时显示不出来${alt ? `：${alt}` : ""}`;
      });
      picture.src = this.options.pictureUrl.replace("{sha256}", sha256);
      figure.append(picture);
      return { dom: figure };
    };
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
  addAttributes: () => ({ href: own(null) }),
  parseHTML: () => [
    {
      tag: "a[href]",
      getAttrs: (element) => {
        const href = (element as HTMLElement).getAttribute("href") ?? "";
        return LINK.test(href) ? { href } : false;
      },
    },
  ],
  renderHTML: ({ mark }) => ["a", { href: mark.attrs.href, rel: "noopener" }, 0],
});

const colourMark = (name: string, property: string, plain: string): Mark =>
  Mark.create({
    name,
    addAttributes: () => ({ value: own(null) }),
    parseHTML: () => [
      {
        style: property,
        getAttrs: (given) => {
          const value = colour(given as string);
          return value && value !== plain ? { value } : false;
        },
      },
    ],
    renderHTML: ({ mark }: { mark: ProseMark }) => [
      "span",
      { style: `${property}: ${mark.attrs.value}` },
      0,
    ],
  });

const Bold = simpleMark(
  "bold",
  ["strong", "b"],
  ["font-weight=bold", "font-weight=700"],
  "Mod-b",
);

// In the order of MARK_ORDER: that is how ProseMirror ranks them.
export function schemaExtensions(pictureUrl: string): AnyExtension[] {
  return [
    TableRoles,
    Doc,
    Text,
    Paragraph,
    Heading,
    Table,
    TableRow,
    cell("tableCell", "td"),
    cell("tableHeader", "th"),
    Image.configure({ pictureUrl }),
    HorizontalRule,
    HardBreak,
    Link,
    Bold,
    simpleMark("italic", ["em", "i"], ["font-style=italic"], "Mod-i"),
    simpleMark("underline", ["u"], ["text-decoration=underline"], "Mod-u"),
    simpleMark("strike", ["s", "del"], ["text-decoration=line-through"]),
    simpleMark("superscript", ["sup"], ["vertical-align=super"]),
    simpleMark("subscript", ["sub"], ["vertical-align=sub"]),
    colourMark("color", "color", "#000000"),
    colourMark("highlight", "background-color", "#FFFFFF"),
  ];
}

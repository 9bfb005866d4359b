// Between the editor's tree and the stored document: own attributes only, defaults left out.
import type { Node as ProseNode, Schema } from "@tiptap/pm/model";

import { MARK_ORDER } from "./description";

export interface StoredNode {
  type: string;
  attrs?: Record<string, string | number>;
  content?: StoredNode[];
  marks?: StoredNode[];
  text?: string;
}

export function storedFrom(node: ProseNode): StoredNode {
  if (node.isText) {
    const marks = node.marks
      .slice()
      .sort((one, other) => MARK_ORDER.indexOf(one.type.name) - MARK_ORDER.indexOf(other.type.name))
      .map((mark) => withAttributes(mark.type.name, mark.attrs, {}));
    return { type: "text", text: node.text ?? "", ...(marks.length ? { marks } : {}) };
  }
  const stored = withAttributes(node.type.name, node.attrs, node.type.spec.attrs ?? {});
  if (node.childCount) {
    stored.content = [];
    node.forEach((child) => stored.content!.push(storedFrom(child)));
  }
  return stored;
}

function withAttributes(
  type: string,
  attrs: Record<string, unknown>,
  shape: Record<string, { default?: unknown }>,
): StoredNode {
  const kept: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(attrs)) {
    if (value === null || value === undefined || shape[name]?.default === value) continue;
    kept[name] = value as string | number;
  }
  return Object.keys(kept).length ? { type, attrs: kept } : { type };
}

// Throws when the document does not fit: whoever calls leaves the text untouched then.
export function openStored(schema: Schema, stored: StoredNode): ProseNode {
  const whole = mended(stored);
  const node = schema.nodeFromJSON({
    ...whole,
    content: whole.content?.length ? whole.content : [{ type: "paragraph" }],
  });
  node.check();
  return node;
}

const FILLED = ["tableCell", "tableHeader", "box"];

// The server allows a table without rows and a cell without text; the editor cannot hold them.
function mended(node: StoredNode): StoredNode {
  if (!node.content) {
    return FILLED.includes(node.type) ? { ...node, content: [{ type: "paragraph" }] } : node;
  }
  const content = node.content
    .filter((child) => child.type !== "table" || child.content?.length)
    .map(mended);
  return { ...node, content };
}

// Blocks put into the text; each leaves the cursor where one goes on writing.
import type { Editor } from "@tiptap/core";
import { Selection } from "@tiptap/pm/state";

// In a box: change its kind, or take it off; else put the paragraphs of the selection into one.
export function toggleBox(editor: Editor, kind: string): void {
  const { state, view } = editor;
  const { $from, $to } = state.selection;
  const { tr, schema } = state;
  const around = $from.depth && $from.node(1);
  if (around && around.type.name === "box") {
    const at = $from.before(1);
    if (around.attrs.kind !== kind) tr.setNodeAttribute(at, "kind", kind);
    else tr.replaceWith(at, $from.after(1), around.content);
    view.dispatch(tr);
    return;
  }
  const range = $from.blockRange($to, (node) => node.type.name === "doc");
  const held = range && state.doc.slice(range.start, range.end).content;
  const isFit = held && schema.nodes.box.validContent(held);
  const box = schema.nodes.box.create({ kind }, isFit ? held : schema.nodes.paragraph.create());
  const start = isFit ? range.start : range ? range.end : state.selection.to;
  tr.replaceWith(start, isFit ? range.end : start, box);
  const after = start + box.nodeSize;
  if (after === tr.doc.content.size) tr.insert(after, schema.nodes.paragraph.create());
  tr.setSelection(Selection.near(tr.doc.resolve(isFit ? $to.pos + 1 : start + 2), -1));
  view.dispatch(tr.scrollIntoView());
}

export function putRedHead(editor: Editor): void {
  const { state, view } = editor;
  const { tr, doc, schema } = state;
  if (doc.firstChild?.type.name !== "redHead") tr.insert(0, schema.nodes.redHead.create());
  view.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(1))).scrollIntoView());
}

export function putRule(editor: Editor): void {
  const { state, view } = editor;
  const { $from } = state.selection;
  const { tr, schema } = state;
  const end = $from.depth ? $from.after(1) : state.selection.to;
  tr.insert(end, schema.nodes.horizontalRule.create());
  if (end + 1 === tr.doc.content.size) tr.insert(end + 1, schema.nodes.paragraph.create());
  tr.setSelection(Selection.near(tr.doc.resolve(end + 1)));
  view.dispatch(tr.scrollIntoView());
}

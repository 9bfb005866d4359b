// Offsets as the server counts them: blocks are heads and paragraphs in reading order, those in
// tables and boxes too; inside a block code points count, a line break as one, a footnote as none.
import type { Node as ProseNode } from "@tiptap/pm/model";

export interface Range {
  from: number;
  to: number;
}

interface Block {
  node: ProseNode;
  start: number;
}

export function blocksOf(doc: ProseNode): Block[] {
  const blocks: Block[] = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    blocks.push({ node, start: position + 1 });
    return false;
  });
  return blocks;
}

// Null when the block is gone or shorter than it was.
export function rangeOf(blocks: Block[], block: number, start: number, end: number): Range | null {
  const found = blocks[block];
  if (!found) return null;
  const from = unitsBefore(found.node, start);
  const to = unitsBefore(found.node, end);
  return from === null || to === null ? null : { from: found.start + from, to: found.start + to };
}

// How many UTF-16 units stand before the code point with this number.
function unitsBefore(block: ProseNode, codePoints: number): number | null {
  let left = codePoints;
  let units = 0;
  for (let index = 0; index < block.childCount && left > 0; index += 1) {
    const child = block.child(index);
    if (!child.isText) {
      left -= child.type.name === "footnote" ? 0 : 1;
      units += child.nodeSize;
      continue;
    }
    for (const character of child.text ?? "") {
      if (left === 0) break;
      left -= 1;
      units += character.length;
    }
  }
  return left > 0 ? null : units;
}

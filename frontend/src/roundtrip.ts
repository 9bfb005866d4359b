// For tests, under Node and without a page: what the editor makes of stored documents.
import { getSchema } from "@tiptap/core";

import { openStored, storedFrom, type StoredNode } from "./editor/document";
import { hunksOf, merged } from "./editor/merging";
import { blocksOf, rangeOf } from "./editor/positions";
import { schemaExtensions } from "./editor/schema";

const schema = getSchema(schemaExtensions({ picture: () => "" }));

// The document as the editor gives it back; null when it refuses to open it.
export function through(stored: StoredNode): StoredNode | null {
  try {
    return storedFrom(openStored(schema, stored));
  } catch {
    return null;
  }
}

interface Three {
  base: StoredNode[];
  mine: StoredNode[];
  theirs: StoredNode[];
}

// What two texts differ in, and what comes of taking one side everywhere.
export function compared({ base, mine, theirs }: Three) {
  const hunks = hunksOf(base, mine, theirs);
  const all = (side: "mine" | "theirs") => merged(hunks, hunks.map(() => side));
  return { by: hunks.map((hunk) => hunk.by), mine: all("mine"), theirs: all("theirs") };
}

interface Marked {
  document: StoredNode;
  // Block, start and end as the server counts them.
  places: [number, number, number][];
}

// The words that the editor would mark at each place; null for a place it does not find.
export function marked({ document, places }: Marked): (string | null)[] {
  const doc = openStored(schema, document);
  const blocks = blocksOf(doc);
  return places.map(([block, start, end]) => {
    const range = rangeOf(blocks, block, start, end);
    const said = ({ type }: { type: { name: string } }) => (type.name === "hardBreak" ? "\n" : "");
    return range && doc.textBetween(range.from, range.to, "", said);
  });
}

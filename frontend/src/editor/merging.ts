// Two texts that both began from one: where they differ, block by block, and what each side did.
import type { StoredNode } from "./document";

export interface Hunk {
  mine: StoredNode[];
  theirs: StoredNode[];
  // Which side changed what both began from; `both` has to be decided by a person.
  by: "nobody" | "me" | "them" | "both";
}

type Side = "mine" | "theirs";

const LARGEST_TABLE = 4_000_000;

export function hunksOf(base: StoredNode[], mine: StoredNode[], theirs: StoredNode[]): Hunk[] {
  const names = (blocks: StoredNode[]) => blocks.map((block) => JSON.stringify(block));
  const known = new Set(names(base));
  const isOld = (blocks: StoredNode[]) => names(blocks).every((name) => known.has(name));
  return steps(names(mine), names(theirs)).flatMap(({ left, right, isSame }) => {
    const hunk = { mine: mine.slice(...left), theirs: theirs.slice(...right) };
    if (isSame) return [{ ...hunk, by: "nobody" as const }];
    return paired(hunk).map((one) => ({ ...one, by: sideOf(one, isOld, known.size > 0) }));
  });
}

// As many blocks here as there are two by two; else the whole stretch is one decision.
function paired({ mine, theirs }: Record<Side, StoredNode[]>): Record<Side, StoredNode[]>[] {
  if (mine.length !== theirs.length) return [{ mine, theirs }];
  return mine.map((block, index) => ({ mine: [block], theirs: [theirs[index]] }));
}

function sideOf(
  hunk: Record<Side, StoredNode[]>,
  isOld: (blocks: StoredNode[]) => boolean,
  hasBase: boolean,
): Hunk["by"] {
  if (!hasBase) return "both";
  // A block that only one side has was taken out by the other, or put in by this one.
  if (!hunk.mine.length) return isOld(hunk.theirs) ? "me" : "them";
  if (!hunk.theirs.length) return isOld(hunk.mine) ? "them" : "me";
  const [isMineOld, isTheirsOld] = [isOld(hunk.mine), isOld(hunk.theirs)];
  if (isMineOld === isTheirsOld) return "both";
  return isMineOld ? "them" : "me";
}

export function merged(hunks: Hunk[], chosen: (Side | null)[]): StoredNode[] {
  return hunks.flatMap((hunk, index) => hunk[chosen[index] ?? "mine"]);
}

// The stretches of two texts in which they differ, as offsets in UTF-16 units.
export function differing(one: string, other: string): Record<Side, [number, number][]> {
  const [mine, theirs] = [Array.from(one), Array.from(other)];
  const found: Record<Side, [number, number][]> = { mine: [], theirs: [] };
  const units = (letters: string[], to: number) => letters.slice(0, to).join("").length;
  for (const { left, right, isSame } of steps(mine, theirs)) {
    if (isSame) continue;
    if (left[1] > left[0]) found.mine.push([units(mine, left[0]), units(mine, left[1])]);
    if (right[1] > right[0]) found.theirs.push([units(theirs, right[0]), units(theirs, right[1])]);
  }
  return found;
}

interface Step {
  left: [number, number];
  right: [number, number];
  isSame: boolean;
}

// Stretches that are the same and stretches that differ, by turns.
function steps(left: string[], right: string[]): Step[] {
  const pairs = samePairs(left, right);
  const found: Step[] = [];
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...pairs, [left.length, right.length]]) {
    if (nextI > i || nextJ > j) found.push({ left: [i, nextI], right: [j, nextJ], isSame: false });
    const last = found[found.length - 1];
    const isEnd = nextI === left.length;
    if (!isEnd && last?.isSame) Object.assign(last, { left: [last.left[0], nextI + 1], right: [last.right[0], nextJ + 1] });
    else if (!isEnd) found.push({ left: [nextI, nextI + 1], right: [nextJ, nextJ + 1], isSame: true });
    [i, j] = [nextI + 1, nextJ + 1];
  }
  return found;
}

// The longest common row, as pairs of indexes: equal ends first, a table for what is between.
function samePairs(left: string[], right: string[]): [number, number][] {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  let [i, j] = [left.length, right.length];
  while (i > start && j > start && left[i - 1] === right[j - 1]) [i, j] = [i - 1, j - 1];
  const head = range(0, start).map((at): [number, number] => [at, at]);
  const tail = range(i, left.length).map((at): [number, number] => [at, at - i + j]);
  const between = common(left.slice(start, i), right.slice(start, j));
  return [...head, ...between.map(([a, b]): [number, number] => [a + start, b + start]), ...tail];
}

function common(left: string[], right: string[]): [number, number][] {
  const width = right.length + 1;
  if (left.length * width > LARGEST_TABLE || !left.length || !right.length) return [];
  const lengths = new Uint32Array((left.length + 1) * width);
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] =
        left[i] === right[j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if (lengths[(i + 1) * width + j] >= lengths[i * width + j + 1]) i += 1;
    else j += 1;
  }
  return pairs;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

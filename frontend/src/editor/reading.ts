// Values out of foreign HTML: colours, lengths, numbers; what is not understood is null.

// The policy stops style attributes while HTML is read, even in a detached document; under this
// name they pass, and are put back through the object model before the rules look.
export const HELD = "data-held-style";

export function wordsOfStyle(element: Element): string {
  return element.getAttribute(HELD) ?? "";
}

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

const DARKEST_INK = 0x4a;
const LIGHTEST_INK = 0xe0;

// A colour that says something: near-black is the theme's own ink, near-white would not be seen.
export function inkColour(given: string): string | null {
  const found = colour(given);
  const parts = partsOf(found);
  if (!found || Math.max(...parts) <= DARKEST_INK || Math.min(...parts) >= LIGHTEST_INK) return null;
  return found;
}

// White, and what can hardly be told from it, is no ground.
export function groundColour(given: string | null): string | null {
  const found = colour(given);
  return found && Math.min(...partsOf(found)) < 0xfa ? found : null;
}

function partsOf(hex: string | null): number[] {
  return [1, 3, 5].map((at) => parseInt((hex ?? "#000000").slice(at, at + 2), 16));
}

// Hundredths of an em from a CSS length in em, px or pt; 0 for anything else.
export function hundredths(given: string): number {
  const parts = given.match(/^([\d.]+)(em|px|pt)$/);
  if (!parts) return 0;
  return Math.round(Number(parts[1]) * { em: 100, px: 100 / 16, pt: 100 / 12 }[parts[2] as "em"]);
}

// Hundredths of a percent; 0 for a width that is none.
export function share(given: string | null): number {
  const parts = (given ?? "").match(/^([\d.]+)%$/);
  return parts ? Math.round(Number(parts[1]) * 100) : 0;
}

export function whole(given: string | null, fallback: number): number {
  const number = given ? Math.round(Number(given)) : fallback;
  return Number.isFinite(number) ? number : fallback;
}

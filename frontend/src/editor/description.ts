// The document schema as the server describes it: schema.json is written from there, and a test
// holds the two equal. Nothing here says what a node may hold; only how that is asked.
import description from "./schema.json";

interface Shape {
  default: string | number | null;
  choices: string[];
  low: number;
  high: number;
  pattern: string;
  required: boolean;
}

type Shapes = Record<string, Shape>;

export type Value = string | number | null;
export type Parsers = Record<string, (element: HTMLElement) => Value>;

const NODES = description.nodes as Record<string, { attributes: Shapes; content: string[] }>;
const MARKS = description.marks as Record<string, Shapes>;

// The order of marks in the description is their order in a stored document.
export const MARK_ORDER = Object.keys(MARKS);

const MAY_BE_EMPTY = ["paragraph", "heading", "redHead", "tableRow"];

// A paragraph comes first where one may stand: that is what fills an empty place.
export function contentOf(node: string): string {
  const kinds = NODES[node].content.slice();
  kinds.sort((one, other) => Number(other === "paragraph") - Number(one === "paragraph"));
  return kinds.length ? `(${kinds.join(" | ")})${MAY_BE_EMPTY.includes(node) ? "*" : "+"}` : "";
}

// The attributes of a node or mark, which it renders itself. `parsers` read them out of HTML;
// what the description does not allow is as if it were not there.
export function attributesOf(name: string, parsers: Parsers = {}): Record<string, object> {
  const shapes = NODES[name]?.attributes ?? MARKS[name];
  return Object.fromEntries(
    Object.entries(shapes).map(([attribute, shape]) => [
      attribute,
      {
        default: shape.default,
        rendered: false,
        parseHTML: (element: HTMLElement) => {
          const value = parsers[attribute]?.(element) ?? null;
          return isAllowed(shape, value) ? value : null;
        },
        validate: (value: Value) => {
          if (!isAllowed(shape, value)) throw new RangeError(`${name}.${attribute}: ${value}`);
        },
      },
    ]),
  );
}

export function allows(name: string, attribute: string, value: Value): boolean {
  return isAllowed((NODES[name]?.attributes ?? MARKS[name])[attribute], value);
}

export function choicesOf(name: string, attribute: string): string[] {
  return NODES[name].attributes[attribute].choices;
}

function isAllowed(shape: Shape, value: Value): boolean {
  if (value === null) return !shape.required;
  if (value === shape.default) return true;
  if (shape.choices.length) return shape.choices.includes(value as string);
  if (shape.pattern) return typeof value === "string" && whole(shape.pattern).test(value);
  return Number.isInteger(value) && shape.low <= Number(value) && Number(value) <= shape.high;
}

// The whole text has to match; code points count, as on the server.
function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern.replace(/\\(["'])/g, "$1")})$`, "u");
}

// Pasted text: its styles survive the page's policy, and what cannot come in is said.
import { DOMParser, type ParseOptions, type Schema } from "@tiptap/pm/model";

// The policy stops style attributes while HTML is read, even in a detached document; under
// another name they pass, and are put back through the object model before the rules look.
const HELD = "data-held-style";

export function holdStyles(html: string): string {
  return html.replace(/(<[a-z][^<>]*?\s)style(\s*=)/gi, `$1${HELD}$2`);
}

class StyledParser extends DOMParser {
  parseSlice(dom: globalThis.Node, options?: ParseOptions) {
    for (const element of Array.from((dom as HTMLElement).querySelectorAll<HTMLElement>(`[${HELD}]`))) {
      element.style.cssText = element.getAttribute(HELD) ?? "";
      if (element.tagName === "SPAN" || !element.style.backgroundColor) continue;
      // A block's ground is not its words' highlight; a cell keeps it as its own.
      element.setAttribute("bgcolor", element.style.backgroundColor);
      element.style.backgroundColor = "";
    }
    return super.parseSlice(dom, options);
  }
}

export function styledParser(schema: Schema): DOMParser {
  return new StyledParser(schema, DOMParser.fromSchema(schema).rules as never);
}

export function hasForeignPicture(html: string): boolean {
  return /<img\b(?![^>]*data-sha256)/i.test(html);
}

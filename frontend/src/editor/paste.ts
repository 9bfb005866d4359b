// Pasted text: its styles survive the page's policy, and what cannot come in is said.
import { DOMParser, type ParseOptions, type Schema } from "@tiptap/pm/model";

import { cleaned } from "./cleaning";
import { HELD } from "./reading";

interface Rule {
  selector: string;
  style: string;
}

export class Pasting {
  private rules: Rule[] = [];

  // Called with the HTML before it is read: the rules of style sheets are taken out and kept.
  take(html: string): string {
    this.rules = rulesOf(html);
    return html
      .replace(/<style\b[\s\S]*?<\/style\s*>/gi, "")
      .replace(/<!--[\s\S]*?-->/g, "")
      .replace(/<!\[[^\]]*\]>/g, "")
      .replace(/(<[a-z][^<>]*?\s)style(\s*=)/gi, `$1${HELD}$2`);
  }

  parser(schema: Schema): DOMParser {
    const restore = (root: HTMLElement) => this.restore(root);
    class StyledParser extends DOMParser {
      parseSlice(dom: globalThis.Node, options?: ParseOptions) {
        restore(dom as HTMLElement);
        // What comes from an editor of ours fits already.
        const isOurs = (dom as HTMLElement).querySelector("[data-pm-slice]") !== null;
        if (!isOurs) cleaned(dom as HTMLElement);
        return super.parseSlice(dom, options);
      }
    }
    return new StyledParser(schema, DOMParser.fromSchema(schema).rules as never);
  }

  // Rules of the sheet first, own styles over them; the raw words stay for Word's own properties.
  private restore(root: HTMLElement): void {
    const sheet = new Map<HTMLElement, string>();
    for (const { selector, style } of this.rules) {
      for (const element of matching(root, selector)) {
        sheet.set(element, `${sheet.get(element) ?? ""}${style};`);
      }
    }
    for (const element of Array.from(root.querySelectorAll<HTMLElement>("*"))) {
      const words = `${sheet.get(element) ?? ""}${element.getAttribute(HELD) ?? ""}`;
      if (!words) continue;
      element.style.cssText = words;
      element.setAttribute(HELD, words);
    }
  }
}

export function hasForeignPicture(html: string): boolean {
  return /<img\b(?![^>]*data-sha256)/i.test(html);
}

// A copied picture comes with an HTML of nothing but itself: then the file is what is meant.
export function hasWords(html: string): boolean {
  const text = html.replace(/<(style|title)\b[\s\S]*?<\/\1\s*>/gi, "").replace(/<!--[\s\S]*?-->/g, "");
  return /[^\s\u00a0]/.test(text.replace(/<[^>]*>/g, "").replace(/&nbsp;/g, ""));
}

// Simple selectors only: that is all Word and WPS write.
function rulesOf(html: string): Rule[] {
  const rules: Rule[] = [];
  for (const [, css] of html.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style\s*>/gi)) {
    const plain = css.replace(/\/\*[\s\S]*?\*\/|<!--|-->/g, "");
    for (const [, selectors, style] of plain.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
      for (const selector of selectors.split(",").map((one) => one.trim())) {
        if (/^[a-z0-9]*(\.[\w-]+)?$/i.test(selector) && selector) rules.push({ selector, style });
      }
    }
  }
  return rules;
}

function matching(root: HTMLElement, selector: string): HTMLElement[] {
  try {
    return Array.from(root.querySelectorAll<HTMLElement>(selector));
  } catch {
    return [];
  }
}

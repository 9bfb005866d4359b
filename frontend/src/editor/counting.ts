// How long title, author, digest and body are against what WeChat takes, said in words.
import type { Node as ProseNode } from "@tiptap/pm/model";

import { fieldIn } from "./comparing";
import { part } from "./notice";

export interface Lengths {
  limits: Record<string, number>;
  // Characters of the final HTML, and from where on it is near the limit.
  body: number;
  near: number;
}

const FIELDS: Record<string, string> = { title: "标题", signed_author: "署名", digest: "摘要" };
const NEARLY = 0.9;

export class Counters {
  private limits: Record<string, number> = {};
  private readonly words: Record<string, HTMLElement> = {};
  readonly text = part("editor-count", "span");
  readonly body = part("editor-length", "p");

  constructor(private readonly form: HTMLFormElement) {
    this.body.setAttribute("role", "status");
    form.addEventListener("input", (event) => {
      const { name } = event.target as HTMLInputElement;
      if (name in FIELDS) this.countField(name);
    });
  }

  // Letters and signs of the whole text, blanks left out.
  countText(doc: ProseNode): void {
    const count = Array.from(doc.textContent.replace(/\s/g, "")).length;
    this.text.textContent = `正文 ${count} 字`;
  }

  take({ limits, body, near }: Lengths): void {
    this.limits = limits;
    Object.keys(FIELDS).forEach((name) => this.countField(name));
    const most = limits.body;
    this.body.textContent = bodyWords(body, near, most);
    this.body.classList.toggle("is-near", body >= near && body < most);
    this.body.classList.toggle("is-over", body >= most);
  }

  private countField(name: string): void {
    const field = fieldIn(this.form, name);
    const most = this.limits[name];
    if (!field || !most) return;
    const count = Array.from(field.value.trim()).length;
    const words = (this.words[name] ??= this.placeFor(field, name));
    words.textContent = fieldWords(FIELDS[name], count, most);
    words.classList.toggle("is-over", count > most);
    words.classList.toggle("is-near", count <= most && count >= most * NEARLY);
  }

  private placeFor(field: HTMLElement, name: string): HTMLElement {
    const words = part("field-count", "p");
    words.id = `count-${name}`;
    words.setAttribute("aria-live", "polite");
    field.after(words);
    const described = [field.getAttribute("aria-describedby"), words.id].filter(Boolean);
    field.setAttribute("aria-describedby", described.join(" "));
    return words;
  }
}

function fieldWords(name: string, count: number, most: number): string {
  if (count > most) return `${count} 字，多了 ${count - most} 字：微信的${name}最多 ${most} 字`;
  if (count >= most * NEARLY) return `${count} 字，还能写 ${most - count} 字`;
  return `${count} 字，最多 ${most} 字`;
}

function bodyWords(count: number, near: number, most: number): string {
  const numbers = `正文连排版 ${grouped(count)} 个字符`;
  const ways = "可以拆成两篇，或把长名单做成图片、附件";
  if (count >= most) return `${numbers}，微信不收满 ${grouped(most)} 个的：${ways}。`;
  if (count >= near) return `${numbers}，快到微信的上限 ${grouped(most)} 了：${ways}。`;
  return `${numbers}，微信最多收 ${grouped(most)} 个。`;
}

function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

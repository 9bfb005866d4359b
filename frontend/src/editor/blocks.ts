// How boxes, red heads and pictures stand in the editor: with fields of their own where needed.
import type { Editor } from "@tiptap/core";
import type { Node as ProseNode } from "@tiptap/pm/model";
import { Selection } from "@tiptap/pm/state";
import type { NodeView } from "@tiptap/pm/view";

import { allows } from "./description";

// Where the page's pictures are to be had.
export interface Addresses {
  picture: (sha256: string) => string;
}

interface Given {
  node: ProseNode;
  editor: Editor;
  getPos: () => number | undefined;
}

export const BOX_NAMES: Record<string, string> = {
  notice: "提示框",
  quote: "引文框",
  contact: "联系卡",
};

export function boxView({ node, editor, getPos }: Given): NodeView {
  const dom = document.createElement("aside");
  const body = document.createElement("div");
  const title = fieldOf("title", "框的标题，可不填", { editor, getPos, within: node });
  const show = (shown: ProseNode) => {
    const { kind } = shown.attrs;
    dom.className = `article-box is-${kind}`;
    dom.setAttribute("aria-label", BOX_NAMES[kind]);
    title.setAttribute("aria-label", `${BOX_NAMES[kind]}的标题`);
    put(title, shown.attrs.title);
  };
  show(node);
  dom.append(title, body);
  return { dom, contentDOM: body, ...viewWith(node, title, body, show) };
}

export function headView({ node, editor, getPos }: Given): NodeView {
  const dom = document.createElement("header");
  const issuer = document.createElement("p");
  const number = fieldOf("number", "发文字号，可不填", { editor, getPos, within: node });
  dom.className = "red-head";
  dom.setAttribute("aria-label", "红头");
  issuer.className = "issuer";
  number.setAttribute("aria-label", "发文字号");
  const show = (shown: ProseNode) => {
    issuer.classList.toggle("is-blank", shown.content.size === 0);
    put(number, shown.attrs.number);
  };
  show(node);
  dom.append(issuer, number);
  return { dom, contentDOM: issuer, ...viewWith(node, number, issuer, show) };
}

export const pictureView =
  (addresses: Addresses) =>
  ({ node }: Given): NodeView => {
    const figure = document.createElement("figure");
    const picture = document.createElement("img");
    const { sha256, alt, width, height, percent } = node.attrs;
    figure.style.maxWidth = `${percent / 100}%`;
    picture.alt = alt;
    if (width && height) {
      picture.width = width;
      picture.height = height;
    }
    picture.addEventListener("error", () => {
      figure.className = "is-lost";
      figure.textContent = `图片暂时显示不出来${alt ? `：${alt}` : ""}`;
    });
    picture.src = addresses.picture(sha256);
    figure.append(picture);
    return { dom: figure };
  };

interface Place {
  editor: Editor;
  getPos: () => number | undefined;
  within: ProseNode;
}

// A one-line field that holds an attribute; Enter goes on into the text.
function fieldOf(attribute: string, hint: string, { editor, getPos, within }: Place): HTMLInputElement {
  const field = document.createElement("input");
  field.className = `article-${attribute}`;
  field.placeholder = hint;
  field.dir = "auto";
  field.addEventListener("input", () => {
    const position = getPos();
    const value = Array.from(field.value).slice(0, 120).join("");
    if (position === undefined || !allows(within.type.name, attribute, value)) return;
    editor.view.dispatch(editor.state.tr.setNodeAttribute(position, attribute, value));
  });
  field.addEventListener("keydown", (event) => {
    const position = getPos();
    if (event.key !== "Enter" || event.isComposing || position === undefined) return;
    event.preventDefault();
    const { doc, tr } = editor.state;
    editor.view.dispatch(tr.setSelection(Selection.near(doc.resolve(position + 1))));
    editor.view.focus();
  });
  return field;
}

function viewWith(
  first: ProseNode,
  field: HTMLElement,
  body: HTMLElement,
  show: (node: ProseNode) => void,
) {
  return {
    update: (node: ProseNode) => {
      if (node.type !== first.type) return false;
      show(node);
      return true;
    },
    stopEvent: (event: Event) => event.target === field,
    ignoreMutation: (change: { target: Node; type: string }) =>
      change.type !== "selection" && (!body.contains(change.target) || change.type === "attributes"),
  };
}

function put(field: HTMLInputElement, value: string): void {
  if (field.value !== value) field.value = value;
}

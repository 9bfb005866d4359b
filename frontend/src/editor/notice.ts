// What the editor says above the text, and the small parts it is built of.

export type Say = (tone: string, text: string, ...acts: HTMLElement[]) => void;

export function part<Tag extends keyof HTMLElementTagNameMap = "div">(
  classes: string,
  tag: Tag = "div" as Tag,
  text = "",
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = classes;
  if (text) element.textContent = text;
  return element;
}

export function noticeOf(tone: string, text: string, ...acts: HTMLElement[]): Node {
  if (!text) return document.createDocumentFragment();
  const notice = part(`notice ${tone}`);
  notice.append(part("", "span", text), ...acts);
  return notice;
}

export function actButton(
  label: string,
  onPress: () => void,
  look = "btn-outline",
): HTMLButtonElement {
  const button = part(`btn ${look} btn-row`, "button", label);
  button.type = "button";
  button.addEventListener("click", onPress);
  return button;
}

// The sprite's address, with its fingerprint, is taken from an icon already on the page.
export function icon(name: string): SVGElement {
  const sprite = document.querySelector("use[href*='icons']")?.getAttribute("href") ?? "";
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite.split("#")[0]}#${name}`);
  svg.append(use);
  return svg;
}

export function tokenOf(form: HTMLFormElement): string {
  return form.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

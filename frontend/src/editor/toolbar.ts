// The rows of tools: each has a Chinese name, arrows move between them, one stop for Tab.
// Alt + F10 leads from the text to the tools, Escape back.
import { Extension, type Editor } from "@tiptap/core";
import { isInTable } from "@tiptap/pm/tables";

import { icon, part } from "./notice";
import { groupsFor, TABLE_TOOLS, type Asked, type Menu, type Tool } from "./tools";

const EDGE = 8;

type Shown = [HTMLButtonElement, Tool | Menu];

export const ToToolbar = Extension.create({
  name: "toToolbar",
  addKeyboardShortcuts() {
    return {
      "Alt-F10": () => {
        const root = this.editor.view.dom.closest(".editor");
        root?.querySelector<HTMLElement>(".editor-tools button:not(:disabled)")?.focus();
        return true;
      },
    };
  },
});

export function buildToolbar(editor: Editor, asked: Asked): HTMLElement[] {
  const bar = barOf("排版");
  const shown: Shown[] = [];
  const more = buttonFor({ name: "更多排版", icon: "dots", run: () => undefined });
  more.classList.add("editor-more");
  more.setAttribute("aria-expanded", "false");
  const open = (isOpen: boolean) => {
    bar.classList.toggle("is-open", isOpen);
    more.setAttribute("aria-expanded", String(isOpen));
  };
  more.addEventListener("click", () => open(!bar.classList.contains("is-open")));
  // On a phone the text is wanted again once a tool was used.
  editor.on("focus", () => open(false));
  for (const { tools, isFirst } of groupsFor(asked)) {
    const group = part(`editor-group${isFirst ? "" : " is-more"}`, "span");
    for (const tool of tools) group.append(elementFor(editor, tool, shown));
    bar.append(group);
  }
  bar.append(more);
  const cells = barOf("表格");
  cells.classList.add("is-table");
  for (const tool of TABLE_TOOLS) cells.append(elementFor(editor, tool, shown));
  const keepStops = [bar, cells].map((one) => moveByArrows(one, editor));
  const refresh = () => {
    cells.hidden = !isInTable(editor.state);
    shown.forEach(([button, tool]) => show(editor, button, tool));
    keepStops.forEach((keep) => keep());
  };
  editor.on("transaction", refresh);
  refresh();
  return [bar, cells];
}

function barOf(name: string): HTMLElement {
  const bar = part("editor-tools");
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", name);
  return bar;
}

function elementFor(editor: Editor, tool: Tool | Menu, shown: Shown[]): HTMLElement {
  const button = buttonFor(tool);
  if ("isMore" in tool) button.classList.add("is-more");
  shown.push([button, tool]);
  button.addEventListener("mousedown", (event) => event.preventDefault());
  if (!("tools" in tool)) {
    button.addEventListener("click", () => run(editor, tool));
    return button;
  }
  return menuFor(editor, button, tool, shown);
}

function run(editor: Editor, tool: Tool): void {
  editor.view.focus();
  tool.run(editor);
}

function menuFor(editor: Editor, button: HTMLButtonElement, menu: Menu, shown: Shown[]): HTMLElement {
  const holder = part("editor-menu-holder", "span");
  const list = part("editor-menu");
  list.setAttribute("role", "menu");
  list.setAttribute("aria-label", menu.name);
  list.hidden = true;
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  const open = (isOpen: boolean) => {
    list.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    keepInView(list);
    (list.querySelector("button:not(:disabled)") as HTMLElement | null)?.focus();
  };
  for (const tool of menu.tools) {
    const item = part("editor-menu-item", "button");
    item.type = "button";
    item.setAttribute("role", "menuitem");
    item.tabIndex = -1;
    item.append(swatchOr(tool), part("", "span", tool.name));
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => {
      open(false);
      run(editor, tool);
    });
    shown.push([item, tool]);
    list.append(item);
  }
  button.addEventListener("click", () => open(list.hidden === true));
  holder.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      open(false);
      button.focus();
    } else if (event.key === "ArrowDown" && list.hidden) open(true);
    else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      step(list, event.key === "ArrowDown" ? 1 : -1);
    } else return;
    event.preventDefault();
  });
  holder.addEventListener("focusout", (event) => {
    if (!holder.contains(event.relatedTarget as Node | null)) open(false);
  });
  document.addEventListener("mousedown", (event) => {
    if (!list.hidden && !holder.contains(event.target as Node)) open(false);
  });
  holder.append(button, list);
  return holder;
}

// A menu near the edge of a phone opens towards the middle.
function keepInView(list: HTMLElement): void {
  list.style.marginInlineStart = "0";
  const { left, right } = list.getBoundingClientRect();
  const isRightToLeft = getComputedStyle(list).direction === "rtl";
  const over = isRightToLeft ? EDGE - left : right + EDGE - document.documentElement.clientWidth;
  if (over > 0) list.style.marginInlineStart = `${-over}px`;
}

function swatchOr(tool: Tool): Element {
  if (!tool.colour) return icon(tool.icon);
  const swatch = part("editor-swatch", "span");
  swatch.style.backgroundColor = tool.colour;
  return swatch;
}

function show(editor: Editor, button: HTMLButtonElement, tool: Tool | Menu): void {
  button.disabled = tool.isOff?.(editor) ?? false;
  if ("tools" in tool || !tool.isPressed) return;
  const isItem = button.getAttribute("role") === "menuitem";
  const isPressed = tool.isPressed(editor);
  if (!isItem) button.setAttribute("aria-pressed", String(isPressed));
  else if (isPressed) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}

function buttonFor(tool: Tool | Menu): HTMLButtonElement {
  const button = part("editor-tool", "button");
  button.type = "button";
  button.title = tool.name;
  button.setAttribute("aria-label", tool.name);
  button.append(icon(tool.icon));
  return button;
}

function step(within: HTMLElement, by: 1 | -1): void {
  const usable = Array.from(within.querySelectorAll("button")).filter((one) => !one.disabled);
  const at = usable.indexOf(document.activeElement as HTMLButtonElement);
  usable[(at + by + usable.length) % usable.length]?.focus();
}

// Answers what keeps the one stop for Tab on a tool that can be used.
function moveByArrows(bar: HTMLElement, editor: Editor): () => void {
  const all = () => Array.from(bar.querySelectorAll<HTMLButtonElement>(".editor-tool"));
  const makeStop = (stop: HTMLButtonElement | undefined) =>
    all().forEach((one) => (one.tabIndex = one === stop ? 0 : -1));
  const buttons = () => all().filter((one) => !one.disabled && one.offsetParent !== null);
  bar.addEventListener("focusin", (event) => {
    const target = event.target as HTMLButtonElement;
    if (target.classList.contains("editor-tool")) makeStop(target);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") {
      editor.view.focus();
      event.preventDefault();
      return;
    }
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const usable = buttons();
    const at = usable.indexOf(document.activeElement as HTMLButtonElement);
    usable[(at + by + usable.length) % usable.length]?.focus();
    event.preventDefault();
  });
  return () => {
    if (!all().some((one) => one.tabIndex === 0 && !one.disabled)) {
      makeStop(all().find((one) => !one.disabled));
    }
  };
}

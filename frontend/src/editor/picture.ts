// What is said about a picture: shown while the picture is selected, kept in its attributes.
import type { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";

const FIELDS = [
  { name: "alt", label: "图片内容", hint: "看不到图片的人会听到这一句" },
  { name: "source", label: "来源", hint: "如：本社区拍摄" },
  { name: "licence", label: "使用许可", hint: "如：自有，或写明授权" },
];

export function pictureDetails(editor: Editor): HTMLElement {
  const box = document.createElement("div");
  box.className = "editor-picture";
  box.hidden = true;
  const inputs = FIELDS.map((field) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    input.className = "form-control";
    input.placeholder = field.hint;
    label.append(field.label, input);
    box.append(label);
    input.addEventListener("change", () => put(editor, field.name, input.value.trim()));
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      put(editor, field.name, input.value.trim());
    });
    return { field, input };
  });
  editor.on("transaction", () => {
    const picture = selectedPicture(editor);
    box.hidden = !picture;
    for (const { field, input } of inputs) {
      if (picture && document.activeElement !== input) input.value = picture.attrs[field.name];
    }
  });
  return box;
}

function selectedPicture(editor: Editor) {
  const { selection } = editor.state;
  const isPicture = selection instanceof NodeSelection && selection.node.type.name === "image";
  return isPicture ? selection.node : null;
}

function put(editor: Editor, name: string, value: string): void {
  const { selection, tr } = editor.state;
  if (!selectedPicture(editor)) return;
  tr.setNodeAttribute(selection.from, name, value);
  editor.view.dispatch(tr.setSelection(NodeSelection.create(tr.doc, selection.from)));
}

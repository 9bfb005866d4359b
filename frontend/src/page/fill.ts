// One touch in place of typing, and nothing that is chosen beforehand.
// `<button data-phrase="words" data-fills="id">` puts words into a field, behind what stands there;
// `<button data-chooses="value" data-within="id">` answers every open choice in a list alike.

export function fillOnPress(): void {
  document.addEventListener("click", (event) => {
    const pressed = event.target as Element;
    const phrase = pressed.closest<HTMLButtonElement>("button[data-phrase]");
    if (phrase) putPhrase(phrase);
    const chooser = pressed.closest<HTMLButtonElement>("button[data-chooses]");
    if (chooser) chooseAll(chooser);
  });
}

function putPhrase(button: HTMLButtonElement): void {
  const field = document.getElementById(button.dataset.fills ?? "");
  const words = button.dataset.phrase ?? "";
  if (!(field instanceof HTMLTextAreaElement) || field.value.endsWith(words)) return;
  field.value = field.value.trim() ? `${field.value.trim()}${words}` : words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function chooseAll(button: HTMLButtonElement): void {
  const list = document.getElementById(button.dataset.within ?? "");
  if (!list) return;
  const radios = Array.from(list.querySelectorAll<HTMLInputElement>("input[type=radio]"));
  const answered = new Set(radios.filter((radio) => radio.checked).map((radio) => radio.name));
  for (const radio of radios) {
    if (radio.value !== button.dataset.chooses || answered.has(radio.name)) continue;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

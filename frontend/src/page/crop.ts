// `[data-crop]`: frames moved over a picture by pointer, touch or keyboard; the fields beside them
// hold the numbers and work alone. In it, for each [data-crop-frame]: [data-crop-stage] around
// [data-crop-source] · [data-crop-number=left|top|width] in percent · [data-crop-look] what is seen.

const RATIOS: Record<string, number> = { wide: 2.35, square: 1 };
const LEAST_PERCENT = 5;
const STEP = 1;
const BIG_STEP = 5;
const LOOK_HEIGHT = 280;

export function cutCovers(root: ParentNode): void {
  for (const form of Array.from(root.querySelectorAll<HTMLElement>("[data-crop]"))) {
    form.querySelector<HTMLElement>("[data-crop-preview]")?.setAttribute("hidden", "");
    for (const part of Array.from(form.querySelectorAll<HTMLElement>("[data-crop-frame]"))) {
      const picture = part.querySelector<HTMLImageElement>("[data-crop-source]");
      if (!picture) continue;
      if (picture.complete && picture.naturalWidth) new Cropping(part, picture);
      else picture.addEventListener("load", () => new Cropping(part, picture), { once: true });
    }
  }
}

class Cropping {
  private readonly ratio: number;
  private readonly box = document.createElement("div");
  private readonly grip = document.createElement("div");
  private readonly look = document.createElement("canvas");
  private readonly fields: Record<string, HTMLInputElement> = {};
  private left = 0;
  private top = 0;
  private width = 100;

  constructor(
    part: HTMLElement,
    private readonly picture: HTMLImageElement,
  ) {
    const key = part.dataset.cropFrame ?? "square";
    this.ratio = RATIOS[key] ?? 1;
    for (const field of Array.from(part.querySelectorAll<HTMLInputElement>("[data-crop-number]"))) {
      this.fields[field.dataset.cropNumber ?? ""] = field;
      field.addEventListener("input", () => this.read());
    }
    this.build(part, key);
    this.read();
    this.write();
  }

  private build(part: HTMLElement, key: string): void {
    this.box.className = "crop-box";
    this.box.tabIndex = 0;
    this.box.setAttribute("role", "group");
    this.box.setAttribute("aria-label", `${part.querySelector("legend")?.textContent ?? ""} 裁剪框`);
    this.box.setAttribute("aria-describedby", `${key}-hint`);
    this.grip.className = "crop-grip";
    this.box.append(this.grip);
    this.picture.draggable = false;
    this.picture.parentElement?.append(this.box);
    part.querySelector<HTMLElement>("[data-crop-hint]")?.removeAttribute("hidden");
    this.look.height = LOOK_HEIGHT;
    this.look.width = Math.round(LOOK_HEIGHT * this.ratio);
    const place = part.querySelector<HTMLElement>("[data-crop-look]");
    const words = place?.querySelector("img")?.alt ?? "";
    this.look.setAttribute("role", "img");
    this.look.setAttribute("aria-label", words);
    place?.replaceChildren(this.look);
    this.follow(this.box, (across, down, start) =>
      this.put(start.left + across, start.top + down, start.width),
    );
    this.follow(this.grip, (across, _down, start) =>
      this.put(start.left, start.top, Math.min(start.width + across, this.widest(start))),
    );
    this.box.addEventListener("keydown", (event) => this.press(event));
  }

  // How wide the frame may grow while its upper left corner stays.
  private widest(start: { left: number; top: number }): number {
    return Math.min(100 - start.left, (100 - start.top) / this.shape());
  }

  private follow(
    element: HTMLElement,
    move: (
      across: number,
      down: number,
      start: { left: number; top: number; width: number },
    ) => void,
  ): void {
    element.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault();
      event.stopPropagation();
      this.box.focus();
      element.setPointerCapture(event.pointerId);
      const start = { left: this.left, top: this.top, width: this.width };
      const area = this.picture.getBoundingClientRect();
      const onMove = (moved: PointerEvent): void =>
        move(
          ((moved.clientX - event.clientX) / area.width) * 100,
          ((moved.clientY - event.clientY) / area.height) * 100,
          start,
        );
      const stop = (): void => {
        element.removeEventListener("pointermove", onMove);
        element.removeEventListener("pointerup", stop);
        element.removeEventListener("pointercancel", stop);
      };
      element.addEventListener("pointermove", onMove);
      element.addEventListener("pointerup", stop);
      element.addEventListener("pointercancel", stop);
    });
  }

  private press(event: KeyboardEvent): void {
    const step = event.shiftKey ? BIG_STEP : STEP;
    const moves: Record<string, [number, number, number]> = {
      ArrowLeft: [-step, 0, 0],
      ArrowRight: [step, 0, 0],
      ArrowUp: [0, -step, 0],
      ArrowDown: [0, step, 0],
      "+": [0, 0, step],
      "=": [0, 0, step],
      "-": [0, 0, -step],
      _: [0, 0, -step],
    };
    const move = moves[event.key];
    if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.put(this.left + move[0], this.top + move[1], this.width + move[2]);
  }

  // The frame's height as a share of the picture's, for each share of its width.
  private shape(): number {
    return this.picture.naturalWidth / this.picture.naturalHeight / this.ratio;
  }

  private put(left: number, top: number, width: number): void {
    const most = Math.min(100, 100 / this.shape());
    this.width = Math.min(Math.max(width, Math.min(LEAST_PERCENT, most)), most);
    this.left = Math.min(Math.max(left, 0), 100 - this.width);
    this.top = Math.min(Math.max(top, 0), 100 - this.width * this.shape());
    this.write();
  }

  private read(): void {
    const number = (name: string, otherwise: number): number => {
      const given = parseFloat(this.fields[name]?.value ?? "");
      return Number.isFinite(given) ? given : otherwise;
    };
    const most = Math.min(100, 100 / this.shape());
    this.width = Math.min(Math.max(number("width", this.width), 0.01), most);
    this.left = Math.min(Math.max(number("left", this.left), 0), 100 - this.width);
    this.top = Math.min(Math.max(number("top", this.top), 0), 100 - this.width * this.shape());
    this.show();
  }

  private write(): void {
    for (const [name, value] of Object.entries({
      left: this.left,
      top: this.top,
      width: this.width,
    })) {
      if (this.fields[name]) this.fields[name].value = Math.max(value, 0).toFixed(2);
    }
    this.show();
  }

  private show(): void {
    const height = this.width * this.shape();
    Object.assign(this.box.style, {
      left: `${this.left}%`,
      top: `${this.top}%`,
      width: `${this.width}%`,
      height: `${height}%`,
    });
    const { naturalWidth, naturalHeight } = this.picture;
    this.look
      .getContext("2d")
      ?.drawImage(
        this.picture,
        (this.left / 100) * naturalWidth,
        (this.top / 100) * naturalHeight,
        (this.width / 100) * naturalWidth,
        (height / 100) * naturalHeight,
        0,
        0,
        this.look.width,
        this.look.height,
      );
  }
}

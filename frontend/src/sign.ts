// A signature drawn by finger: the strokes stand in a text field, so that what keeps and gives back
// typed words keeps them too. The server draws the picture; without a script one signs by name.
import SignaturePad from "signature_pad";

interface Strokes {
  width: number;
  height: number;
  strokes: number[][];
}

const SHORTEST = 40; // Pixels of pen way; less is a dot and no signature.
const PEN = { minWidth: 1.4, maxWidth: 3.4 };

function start(frame: HTMLElement): void {
  const canvas = frame.querySelector("canvas");
  const field = frame.closest("form")?.querySelector<HTMLTextAreaElement>("[data-strokes]");
  if (!canvas || !field) return;
  frame.hidden = false;
  const colour = getComputedStyle(canvas).color;
  const pad = new SignaturePad(canvas, { ...PEN, penColor: colour });

  const keep = (): void => {
    field.value = pad.isEmpty() ? "" : JSON.stringify(strokesOf(pad, canvas));
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const fit = (): void => {
    const given = read(field.value);
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d")?.scale(ratio, ratio);
    pad.clear();
    if (given) draw(pad, canvas, given, colour);
  };
  pad.addEventListener("endStroke", keep);
  window.addEventListener("resize", fit);
  window.addEventListener("pageshow", fit);
  fit();

  const press = (name: string, act: () => void): void =>
    frame.querySelector(`[data-pad=${name}]`)?.addEventListener("click", act);
  press("clear", () => {
    pad.clear();
    keep();
  });
  press("wide", () => {
    const isWide = frame.classList.toggle("is-wide");
    frame.querySelector("[data-pad=wide]")?.setAttribute("aria-pressed", String(isWide));
    fit();
  });
  field.form?.addEventListener("submit", (event) => refuseDot(event, field, frame), true);
}

// An empty pad is signed by name; a dot or a slip of the finger is neither.
function refuseDot(event: Event, field: HTMLTextAreaElement, frame: HTMLElement): void {
  const given = read(field.value);
  const note = frame.querySelector<HTMLElement>("[data-pad-note]");
  if (!given || wayOf(given) >= SHORTEST) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (note) note.hidden = false;
  frame.scrollIntoView({ block: "center" });
}

function strokesOf(pad: SignaturePad, canvas: HTMLCanvasElement): Strokes {
  const strokes = pad
    .toData()
    .map((group) => group.points.flatMap((point) => [Math.round(point.x), Math.round(point.y)]));
  return { width: canvas.offsetWidth, height: canvas.offsetHeight, strokes };
}

function draw(pad: SignaturePad, canvas: HTMLCanvasElement, given: Strokes, colour: string): void {
  const scale = Math.min(canvas.offsetWidth / given.width, canvas.offsetHeight / given.height);
  const groups = given.strokes.map((flat) => ({
    ...PEN,
    penColor: colour,
    dotSize: 0,
    velocityFilterWeight: 0.7,
    compositeOperation: "source-over" as GlobalCompositeOperation,
    points: Array.from({ length: flat.length / 2 }, (_, place) => ({
      x: flat[2 * place] * scale,
      y: flat[2 * place + 1] * scale,
      pressure: 0.5,
      time: place * 10,
    })),
  }));
  pad.fromData(groups);
}

function wayOf(given: Strokes): number {
  let way = 0;
  for (const flat of given.strokes) {
    for (let place = 2; place < flat.length; place += 2) {
      way += Math.hypot(flat[place] - flat[place - 2], flat[place + 1] - flat[place - 1]);
    }
  }
  return way;
}

function read(text: string): Strokes | null {
  try {
    const given = JSON.parse(text) as Strokes;
    return given.strokes.length ? given : null;
  } catch {
    return null;
  }
}

document.querySelectorAll<HTMLElement>("[data-pad-frame]").forEach(start);

// Builds the static files: three scripts, the style sheet in both directions, icons, printing fonts.
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

import { transform } from "lightningcss";
import postcss from "postcss";
import logical from "postcss-logical";
import rtlcss from "rtlcss";
import * as sass from "sass";
import { build } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../src/hefa/ui/static/hefa/build");
const fonts = join(here, "../src/hefa/render/fonts");
const scripts = ["page", "editor", "sign"];
// As in browserslist: 86 << 16 is how lightningcss writes a version.
const targets = { chrome: 86 << 16, ios_saf: 14 << 16 };

async function write(name, content) {
  await writeFile(join(out, name), content);
  const kilobytes = (gzipSync(content).length / 1024).toFixed(1);
  console.log(`  ${name.padEnd(14)} ${kilobytes.padStart(6)} KB compressed`);
}

// The content security policy forbids eval; htmx is set to do without, so the call itself goes too.
const withoutEval = {
  name: "without-eval",
  transform(code, id) {
    if (!id.includes("htmx.org")) return null;
    if (!code.includes("return eval(str)")) throw new Error("htmx changed: look for eval again");
    return { code: code.replace("return eval(str)", "return undefined"), map: null };
  },
};

async function buildScript(name) {
  const result = await build({
    root: here,
    configFile: false,
    logLevel: "warn",
    plugins: [withoutEval],
    build: {
      write: false,
      target: ["chrome86", "safari14"],
      modulePreload: false,
      lib: {
        entry: join(here, `src/${name}.ts`),
        formats: ["iife"],
        name: `hefa_${name}`,
        fileName: () => `${name}.js`,
      },
    },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const [bundle] = [result].flat();
  await write(`${name}.js`, bundle.output[0].code);
}

async function buildStyles() {
  const { css } = sass.compile(join(here, "styles/hefa.scss"), {
    loadPaths: [join(here, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import"],
  });
  await write("hefa.css", await finished(css, "left-to-right"));
  await write("hefa.rtl.css", await finished(rtlcss.process(css), "right-to-left"));
}

async function finished(css, inlineDirection) {
  const directed = await postcss([logical({ inlineDirection })]).process(css, { from: undefined });
  return transform({
    filename: "hefa.css",
    code: Buffer.from(directed.css),
    minify: true,
    targets,
  }).code;
}

async function buildIcons() {
  const names = (await readFile(join(here, "icons.txt"), "utf8")).split(/\s+/).filter(Boolean);
  const symbols = await Promise.all(
    names.map(async (name) => {
      const path = join(here, `node_modules/@tabler/icons/icons/outline/${name}.svg`);
      const inner = (await readFile(path, "utf8")).match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
      const drawn = inner.replace(/\s*\n\s*/g, "");
      return `<symbol id="${name}" viewBox="0 0 24 24">${drawn}</symbol>`;
    }),
  );
  await write("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`);
}

// For printed forms and reports; no page asks for them, so they stay out of the static files.
async function copyFonts() {
  await mkdir(fonts, { recursive: true });
  for (const [family, folder, weights] of [
    ["NotoSerifSC", "noto-serif-sc", ["400Regular", "700Bold"]],
    ["NotoNaskhArabic", "noto-naskh-arabic", ["400Regular", "700Bold"]],
    ["NotoSerifJP", "noto-serif-jp", ["400Regular"]],
  ]) {
    const from = join(here, "node_modules/@expo-google-fonts", folder);
    for (const weight of weights) {
      const name = `${family}_${weight}.ttf`;
      await copyFile(join(from, weight, name), join(fonts, name));
    }
    await copyFile(join(from, "LICENSE_FONT"), join(fonts, `${family}_OFL.txt`));
  }
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await buildStyles();
await buildIcons();
await copyFonts();
for (const name of scripts) await buildScript(name);

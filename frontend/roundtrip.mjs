// Reads {documents, threes, findings} as JSON, answers with what the editor's own code makes of them.
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

import { build } from "vite";

const here = dirname(fileURLToPath(import.meta.url));
const given = JSON.parse(await text(process.stdin));
const result = await build({
  root: here,
  configFile: false,
  logLevel: "error",
  build: {
    write: false,
    minify: false,
    lib: { entry: join(here, "src/roundtrip.ts"), formats: ["es"] },
  },
});
const { code } = [result].flat()[0].output[0];
const { through, compared, marked } = await import(
  `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`
);
const { documents = [], threes = [], findings = [] } = given;
const answer = {
  documents: documents.map(through),
  threes: threes.map(compared),
  findings: findings.map(marked),
};
console.log(JSON.stringify(answer));

// The simulator as the tests' environment names it: its address, its account, its console.

import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const url = process.env.SANDBOX_URL;
export const appid = process.env.SANDBOX_APPID;
export const secret = process.env.SANDBOX_SECRET;
export const folder = mkdtempSync(join(tmpdir(), "sdk-"));
export const token = "tokenOfTheTest";
export const aesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

const FILES = {
  "c.png":
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "v.mp3": "SUQzAwAAAAAAAAAA",
  "f.mp4": "AAAAGGZ0eXBtcDQyAAAAAG1wNDJpc29t",
};

// The path of a small file that is what its name says.
export function file(name) {
  const path = join(folder, name);
  writeFileSync(path, Buffer.from(FILES[name], "base64"));
  return path;
}

// Does one act of the console and returns what it answers.
export async function act(path, fields = {}) {
  const answer = await fetch(`${url}/console/api/${path}`, {
    method: "POST",
    body: JSON.stringify(fields),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

export async function state() {
  return (await fetch(`${url}/console/api/state`)).json();
}

export function later(seconds) {
  return act("clock", { advance_seconds: seconds });
}

// The day, in Shanghai, so many days before the simulator's present one.
export async function daysAgo(count) {
  const { now } = await state();
  return new Date((now + 8 * 3600 - count * 86400) * 1000).toISOString().slice(0, 10);
}

// Starts a server of the account's owner and enters it at the simulator in the safe mode.
export async function entered(answer) {
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    answer(request, Buffer.concat(pieces).toString(), response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = `http://127.0.0.1:${server.address().port}/wechat`;
  await act("callback", { url: address, token, aes_key: aesKey, mode: "safe" });
  return server;
}

// Waits until so many pushes are answered and returns what the simulator read in the answers.
export async function replies(count) {
  for (let tries = 0; tries < 250; tries += 1) {
    const ended = (await state()).pushes.filter((push) => push.state === "answered");
    if (ended.length >= count) return ended.map((push) => push.answers.at(-1).reply);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(JSON.stringify((await state()).pushes));
}

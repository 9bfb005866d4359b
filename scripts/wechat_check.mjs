// Runs WeChat's own article structure checker on HTML files, when it is installed.
//
//   node scripts/wechat_check.mjs FILE.html ...
//
// The checker (wechatjs/verify-article-structure-spec, folder cli, MIT) is in no public registry.
// HEFA_WECHAT_CHECKER names its folder once built: the one that holds dist/src/cli.js.
// Exit status: 0 nothing found or not installed, 1 something found, 2 the checker broke off.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function checker() {
  const folder = process.env.HEFA_WECHAT_CHECKER;
  const command = folder ? join(folder, "dist", "src", "cli.js") : "";
  return command && existsSync(command) ? command : "";
}

function run(command, file) {
  const browser = process.env.PUPPETEER_EXECUTABLE_PATH ?? BROWSERS.find(existsSync) ?? "";
  const found = spawnSync(process.execPath, [command, "check", file, "--json"], {
    encoding: "utf8",
    env: { ...process.env, PUPPETEER_EXECUTABLE_PATH: browser },
    timeout: 60_000,
  });
  process.stdout.write(found.stdout ?? "");
  process.stderr.write(found.stderr ?? "");
  return found.status ?? 2;
}

const command = checker();
if (command) {
  process.exitCode = Math.max(0, ...process.argv.slice(2).map((file) => run(command, file)));
} else {
  process.stdout.write("没有装微信的文章结构检查工具，这一项跳过。\n");
}

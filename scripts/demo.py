#!/usr/bin/env python3
"""Serves the demo community: makes it on the first run, then says where and as whom to sign in."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEFA = ROOT / ".venv" / "bin" / "hefa"
HOME = Path(os.environ.get("HEFA_HOME", ROOT / "var" / "demo"))

PEOPLE = """
  登录名   人员              办什么
  zhang    张干事 便民服务站  写稿、导入 Word、送审
  zhao     赵站长 便民服务站  初审本站的通知
  wang     王书记            审批
  sun      孙专干 便民服务站  移交
  chen     陈管理员          核发、发布、巡检
  he       何干事 办公室      巡检、移交
  zhou     周主任 办公室      初审新闻
  密码都是 qinghe-2026
"""


def main() -> int:
    """Make the demo where it is missing, then serve it until stopped."""
    environment = {**os.environ, "HEFA_HOME": str(HOME)}
    if not (HOME / "hefa.sqlite3").exists():
        print("建立演示社区 …", flush=True)
    # Also brings an older demo to the tables of today; nothing in it is lost.
    done = subprocess.run([HEFA, "init", "--demo"], env=environment, check=False)
    if done.returncode:
        return done.returncode
    print(PEOPLE, flush=True)
    print("启动，看到地址后用浏览器打开；按 Ctrl+C 停下。", flush=True)
    os.execve(HEFA, [str(HEFA), "serve", "--demo", *sys.argv[1:]], environment)  # noqa: S606
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

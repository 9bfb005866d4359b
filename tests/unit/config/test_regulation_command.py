"""`hefa regulation` in a process of its own: lint with lines, show as data, adopt or say why not."""

import json
import os
import pty
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.conftest import COMMAND, environment
from tests.warm import warm

from hefa.registry.delivered import delivered_keys, profile_text

if TYPE_CHECKING:
    import subprocess

Hefa = Callable[..., "subprocess.CompletedProcess[str]"]
HOSPITAL = profile_text("hospital")
NEWER = profile_text("community").replace("version = 1", "version = 2")


@pytest.fixture
def wrong(tmp_path: Path) -> tuple[Path, set[int]]:
    """A hospital whose leaders and one route do not exist, and the lines that are wrong."""
    text = HOSPITAL.replace('posts = ["vice_president"]', 'posts = ["nobody"]')
    text = text.replace('route = "science"', 'route = "nowhere"')
    path = tmp_path / "wrong.toml"
    path.write_text(text, encoding="utf-8")
    heads = [n for n, line in enumerate(text.splitlines(), 1) if line.startswith("[[")]
    at = [n for n, line in enumerate(text.splitlines(), 1)
          if '"nobody"' in line or '"nowhere"' in line]  # fmt: skip
    return path, {max(head for head in heads if head < line) for line in at}


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    path = tmp_path / "newer.toml"
    path.write_text(NEWER.replace("repair_hours = 12", "repair_hours = 6"), encoding="utf-8")
    return path


def adopted_in(home: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(home / "hefa.sqlite3") as database:
        rows = database.execute("SELECT key, version FROM registry_adoptedregulation ORDER BY id")
        return list(rows)


@pytest.mark.parametrize("key", delivered_keys())
def test_delivered_regulations_have_no_error_and_need_no_installation(hefa: Hefa, key: str) -> None:
    done = hefa("regulation", "lint", key, "--json")

    found = json.loads(done.stdout)
    assert (done.returncode, found["ok"], found["errors"]) == (0, True, 0)
    assert {entry["severity"] for entry in found["findings"]} == {"note"}
    assert all(entry["message"] and entry["line"] for entry in found["findings"])


def test_lint_names_each_wrong_line_errors_first(hefa: Hefa, wrong: tuple[Path, set[int]]) -> None:
    path, lines = wrong

    done = hefa("regulation", "lint", str(path))

    told = done.stdout.splitlines()
    errors = [line for line in told if "  错误  " in line]
    assert done.returncode == 1
    assert told[: len(errors)] == errors
    found = [int(line.split()[1]) for line in errors]
    assert lines <= set(found)
    assert found == sorted(found)
    assert any("  提示  " in line for line in told)
    assert told[-1].startswith(f"错误 {len(errors)} 处")


def test_evidence_that_nothing_answers_for_is_an_error(hefa: Hefa, tmp_path: Path) -> None:
    path = tmp_path / "unanswered.toml"
    text = HOSPITAL.replace('evidence = "daily_patrol"', 'evidence = "crystal_ball"')
    assert text != HOSPITAL
    path.write_text(text, encoding="utf-8")

    done = hefa("regulation", "lint", str(path), "--json")

    found = [entry for entry in json.loads(done.stdout)["findings"] if entry["severity"] == "error"]
    assert done.returncode == 1
    assert [entry["code"] for entry in found] == ["core.regulation_unanswered"]


def test_show_gives_the_whole_regulation_as_data_and_in_words(hefa: Hefa) -> None:
    data = json.loads(hefa("regulation", "show", "hospital", "--json").stdout)
    words = hefa("regulation", "show", "hospital").stdout

    assert (data["key"], data["version"], len(data["articles"])) == ("hospital", 1, 11)
    assert [step["act"] for step in data["routes"][0]["steps"]] == [
        "submit", "endorse", "endorse", "approve", "release",
    ]  # fmt: skip
    assert data["posts"][1]["stands_for"] == ["approver"]
    assert "宣传科复审（宣传科科长）" in words
    assert "每天" in words or "每日巡查" in words


def test_a_name_that_is_neither_file_nor_profile_is_told(hefa: Hefa) -> None:
    done = hefa("regulation", "lint", "nowhere")

    assert done.returncode == 1
    assert "自带的有：community、hospital" in done.stderr


def test_adopt_tells_what_changes_and_writes(hefa: Hefa, fresh_home: Path, newer: Path) -> None:
    done = hefa("regulation", "adopt", str(newer), "--by", "chen", "--yes", home=fresh_home)

    assert done.returncode == 0, done.stderr
    assert "“修复时限（小时）”由12改为6。（对：所有人）" in done.stdout
    assert "待定之处 28 处" in done.stdout
    assert "本单位自己的选择" in done.stdout
    assert adopted_in(fresh_home) == [("community", 1), ("community", 2)]


def test_adopt_without_a_terminal_and_without_yes_asks_for_it(
    hefa: Hefa, fresh_home: Path, newer: Path
) -> None:
    done = hefa("regulation", "adopt", str(newer), home=fresh_home)

    assert done.returncode == 1
    assert "请加 --yes" in done.stderr
    assert adopted_in(fresh_home) == [("community", 1)]


def test_adopt_gives_every_reason_with_its_line_and_adopts_nothing(
    hefa: Hefa, fresh_home: Path, wrong: tuple[Path, set[int]]
) -> None:
    path, lines = wrong

    done = hefa("regulation", "adopt", str(path), "--yes", home=fresh_home)

    assert done.returncode == 1
    assert all(f"第 {line} 行：" in done.stderr for line in lines)
    assert "现行制度不变" in done.stderr
    assert adopted_in(fresh_home) == [("community", 1)]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--effective", "2001-01-01"), "生效日期已经过去"),
        (("--effective", "明天"), "不是日期"),
        (("--by", "nobody"), "没有登录名是“nobody”的人"),
        (("--by", "zhang"), "这件事不归您的岗位办"),
        (("--appoint", "publicist"), "岗位:单位:登录名"),
    ],
)
def test_adopt_says_what_is_wrong_with_its_options(
    hefa: Hefa, fresh_home: Path, newer: Path, options: tuple[str, ...], said: str
) -> None:
    done = hefa("regulation", "adopt", str(newer), "--yes", *options, home=fresh_home)

    assert done.returncode == 1
    assert said in done.stderr
    assert adopted_in(fresh_home) == [("community", 1)]


def test_another_regulation_needs_somebody_who_keeps_the_register(
    hefa: Hefa, fresh_home: Path
) -> None:
    alone = hefa("regulation", "adopt", "hospital", "--yes", home=fresh_home)
    kept = hefa(
        "regulation", "adopt", "hospital", "--yes", "--json",
        "--appoint", "publicist:publicity:chen", home=fresh_home,
    )  # fmt: skip

    assert alone.returncode == 1
    assert "没有人能管设置" in alone.stderr
    told = json.loads(kept.stdout)
    assert (kept.returncode, told["adopted"], told["before"]["key"]) == (0, True, "community")
    assert {entry["part"] for entry in told["changes"]} >= {"post", "route", "control", "clause"}
    assert adopted_in(fresh_home) == [("community", 1), ("hospital", 1)]


@pytest.mark.parametrize(("answer", "count"), [("采用", 2), ("好", 1), ("", 1)])
def test_adopt_asks_at_a_terminal(fresh_home: Path, newer: Path, answer: str, count: int) -> None:
    mine, theirs = pty.openpty()
    os.write(mine, f"{answer}\n".encode())
    done = warm.run(
        COMMAND, "regulation", "adopt", str(newer),
        environment=environment(fresh_home), terminal=os.ttyname(theirs),
    )  # fmt: skip
    os.close(mine)
    os.close(theirs)

    assert "输入“采用”再按回车" in done.stdout
    assert done.returncode == (0 if count == 2 else 1), done.stderr
    assert len(adopted_in(fresh_home)) == count

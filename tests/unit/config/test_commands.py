"""The command line in processes of its own: shapes, exit codes, plain words for bad files."""

import base64
import json
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.fixtures.docx import paragraph, small
from tests.unit.config.files_given import BAD, Hefa, notice

from hefa.core.merkle import is_consistent

__all__ = ["notice"]


@pytest.fixture(params=BAD)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    content, told = BAD[request.param]
    path = tmp_path / "坏.docx"
    path.write_bytes(content)
    yield path, told
    path.unlink()


@pytest.mark.parametrize(
    "words",
    [
        (),
        *(
            (name,)
            for name in (
                "init",
                "serve",
                "tour",
                "convert",
                "check",
                "patrol",
                "regulation",
                "ledger",
            )
        ),
        ("ledger", "verify"),
        ("regulation", "lint"),
    ],
)
def test_help_is_given_without_an_installation(
    hefa_from_nothing: Hefa, words: tuple[str, ...]
) -> None:
    done = hefa_from_nothing(*words, "--help")

    assert done.returncode == 0
    assert done.stdout.startswith("usage: hefa")
    assert not done.stderr


def test_convert_prints_one_object_of_three_keys(hefa_from_nothing: Hefa, notice: Path) -> None:
    done = hefa_from_nothing("convert", str(notice), "--to", "json")

    made = json.loads(done.stdout)
    assert done.returncode == 0
    assert set(made) == {"title", "document", "report"}
    assert made["document"]["type"] == "doc"
    assert done.stderr.count("\n") == len(made["report"])


def test_convert_prints_the_body_alone_as_html_and_text(
    hefa: Hefa, hefa_from_nothing: Hefa, notice: Path
) -> None:
    html = hefa_from_nothing("convert", str(notice), "--to", "html")
    text = hefa("convert", str(notice), "--to", "text")
    festive = hefa("convert", str(notice), "--to", "html", "--theme", "festival")

    assert (html.returncode, text.returncode, festive.returncode) == (0, 0, 0)
    assert festive.stdout.startswith("<section")
    assert festive.stdout != html.stdout
    assert html.stdout.startswith("<section")
    assert "<html" not in html.stdout
    assert "<" not in text.stdout
    assert "供暖" in text.stdout


def test_check_prints_findings_masked(hefa_from_nothing: Hefa, tmp_path: Path) -> None:
    path = tmp_path / "名单.docx"
    path.write_bytes(small(paragraph("证件号 11010519491231002X，手机 13800138000。")))

    done = hefa_from_nothing("check", str(path), "--json")

    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert {"P01", "P03"} <= {entry["rule"] for entry in found}
    for entry in found:
        assert set(entry) == {"rule", "severity", "excerpt", "block", "start", "end", "message"}
    assert "11010519491231002X" not in done.stdout
    assert "13800138000" not in done.stdout


def test_convert_reads_other_kinds_of_file(hefa: Hefa, tmp_path: Path) -> None:
    for name, content, shown, told in (
        ("停水.md", "# 停水\n\n1. 储水\n\n![图](a.png)".encode(), "1. 储水", "没有取回"),
        ("停水.txt", "停水\n各位居民，请储水。".encode("gb18030"), "各位居民，请储水。", ""),
        ("停水.doc", rb"{\rtf1\ansi save water\par}", "save water", "旧格式转换来的"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        done = hefa("convert", str(path), "--to", "text")
        if content.startswith(rb"{\rtf") and shutil.which("soffice") is None:
            assert done.returncode == 1
            assert "另存为 .docx" in done.stderr
            continue
        assert done.returncode == 0
        assert shown in done.stdout
        assert told in done.stderr


@pytest.mark.parametrize(
    "command", [("convert",), ("convert", "--to", "html"), ("check", "--json")]
)
def test_bad_file_is_told_in_plain_words(
    hefa: Hefa, bad: tuple[Path, str], command: tuple[str, ...]
) -> None:
    path, told = bad

    done = hefa(command[0], str(path), *command[1:])

    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def test_missing_file_is_told_in_plain_words(hefa: Hefa) -> None:
    for command in ("convert", "check", "tour"):
        done = hefa(command, "/nowhere/通知.docx")
        assert done.returncode == 1
        assert "读不到文件" in done.stderr
        assert "Traceback" not in done.stderr


def test_ledger_of_a_fresh_home_proves_out(hefa_from_nothing: Hefa, fresh_home: Path) -> None:
    done = hefa_from_nothing("ledger", "verify", "--json", home=fresh_home)

    made = json.loads(done.stdout)
    assert done.returncode == 0
    assert (made["verified"], made["problems"]) == (True, [])
    assert made["size"] > 0


def test_ledger_verify_names_a_changed_row(hefa: Hefa, fresh_home: Path) -> None:
    with sqlite3.connect(fresh_home / "hefa.sqlite3") as copy:
        for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            copy.execute(f"DROP TRIGGER {name}")
        copy.execute("UPDATE ledger_entry SET actor = 'person-nobody' WHERE seq = 3")

    done = hefa("ledger", "verify", "--json", home=fresh_home)
    told = hefa("ledger", "verify", home=fresh_home)

    made = json.loads(done.stdout)
    assert (done.returncode, told.returncode) == (1, 1)
    assert made["verified"] is False
    assert 3 in [problem["seq"] for problem in made["problems"]]
    assert "核对不上" in told.stdout


def test_commands_without_an_installation_say_how_to_make_one(hefa_from_nothing: Hefa) -> None:
    for command in (("ledger", "verify"), ("serve",), ("patrol",)):
        done = hefa_from_nothing(*command)
        assert done.returncode == 1
        assert "hefa init" in done.stderr
        assert "Traceback" not in done.stderr


def test_regulation_is_shown_and_its_contradictions_named(
    hefa: Hefa, hefa_from_nothing: Hefa, tmp_path: Path
) -> None:
    wrong, binary = tmp_path / "wrong.toml", tmp_path / "binary.toml"
    wrong.write_text("key = ", encoding="utf-8")
    binary.write_bytes(b"\xff\xfe\x00")

    shown = hefa_from_nothing("regulation", "show")
    sound = hefa_from_nothing("regulation", "lint")
    assert (shown.returncode, sound.returncode) == (0, 0)
    assert "审核路线" in shown.stdout
    broken, none = (hefa("regulation", "lint", str(path)) for path in (wrong, binary))
    assert (broken.returncode, none.returncode) == (1, 1)
    assert "第 1 行  错误" in broken.stdout
    assert "不是 UTF-8 的文字文件" in none.stderr


def test_init_prints_one_link_once(hefa: Hefa, hefa_from_nothing: Hefa, tmp_path: Path) -> None:
    home = tmp_path / "new"

    first = hefa_from_nothing("init", home=home)
    second = hefa("init", home=home)

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.count("/first/") == 1
    assert "/first/" not in second.stdout
    assert "已经建立过" in second.stdout


def test_serve_on_a_taken_port_ends_with_one(hefa: Hefa, fresh_home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = hefa("serve", "--port", str(port), home=fresh_home)

    assert done.returncode == 1
    assert "已被占用" in done.stderr


def test_personal_text_is_erased_by_command_with_an_entry_of_its_own(
    hefa: Hefa, fresh_home: Path
) -> None:
    with sqlite3.connect(fresh_home / "hefa.sqlite3") as database:
        seq = database.execute("SELECT min(seq) FROM ledger_personal").fetchone()[0]
    assert seq, "the template's people have personal text in the ledger"

    refused = hefa("ledger", "erase", str(seq), "--words", "本人要求", home=fresh_home)
    done = hefa(
        "ledger", "erase", str(seq), "--words", "本人要求", "--ordered-by", "王书记",
        home=fresh_home,
    )  # fmt: skip

    assert refused.returncode == 1
    assert "谁决定的" in refused.stderr
    assert done.returncode == 0, done.stderr
    verified = hefa("ledger", "verify", "--json", home=fresh_home)
    assert json.loads(verified.stdout)["verified"] is True


def test_growth_is_proved_from_an_older_size(hefa: Hefa, fresh_home: Path) -> None:
    proved = hefa("ledger", "prove", "--since", "5", "--json", home=fresh_home)
    beyond = hefa("ledger", "prove", "--since", "99999", home=fresh_home)

    told = json.loads(proved.stdout)
    assert is_consistent(
        old_size=5,
        old_root=bytes.fromhex(told["old_root"]),
        size=told["size"],
        root=base64.b64decode(told["checkpoint"].split("\n")[2]),
        proof=[base64.b64decode(hash_) for hash_ in told["proof"]],
    )
    assert beyond.returncode == 1
    assert "Traceback" not in beyond.stderr


def test_an_older_database_is_not_served(hefa: Hefa, fresh_home: Path) -> None:
    with sqlite3.connect(fresh_home / "hefa.sqlite3") as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'report'")

    done = hefa("serve", "--port", "0", home=fresh_home)

    assert done.returncode == 1
    assert "hefa init" in done.stderr

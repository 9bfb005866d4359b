"""The command itself: its ready line, its end, its memory, and its pages for people."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.sandbox.client import SOURCE, Wechat, fetch, raw_json, start

FORM = "application/x-www-form-urlencoded"


def test_the_ready_line_tells_all_and_the_term_signal_ends_it() -> None:
    process, ready = start("--appid", "wx0123456789abcdef", "--secret", "s" * 32)

    assert sorted(ready) == ["appid", "console", "secret", "url"]
    assert (ready["appid"], ready["secret"]) == ("wx0123456789abcdef", "s" * 32)
    assert fetch(ready["console"]).status == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=5) == 0


def test_a_kept_state_survives_a_kill_and_a_new_port(tmp_path: Path) -> None:
    state = str(tmp_path / "state.sqlite3")
    process, ready = start("--state", state)
    wechat = Wechat(ready["url"], ready["appid"], ready["secret"])
    wechat.token = wechat.stable_token()["access_token"]
    media_id = wechat.draft()
    process.kill()
    process.wait()

    process, again = start("--state", state)
    wechat.url = again["url"]
    item = wechat.call("draft/get", {"media_id": media_id})["news_item"][0]
    process.terminate()

    assert (again["appid"], again["secret"]) == (ready["appid"], ready["secret"])
    assert item["thumb_url"].startswith(again["url"])
    process.wait(timeout=5)


def test_it_ends_with_its_parent() -> None:
    command = (
        "import subprocess, sys;"
        "p = subprocess.Popen([sys.executable, '-m', 'mpsandbox', '--exit-with-parent'],"
        " stdout=subprocess.PIPE, stderr=subprocess.DEVNULL); p.stdout.readline(); print(p.pid)"
    )
    parent = subprocess.run(
        [sys.executable, "-c", command],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": SOURCE},
    )

    child = Path(f"/proc/{parent.stdout.strip()}")
    deadline = time.monotonic() + 5
    while child.exists() and "Z" not in (child / "stat").read_text().split()[2]:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_caller_that_is_dropped_or_hangs_up_leaves_no_trace_on_stderr() -> None:
    process, ready = start("--exit-with-parent", stderr=subprocess.PIPE)
    wechat = Wechat(ready["url"], ready["appid"], ready["secret"])
    for fault in ({"kind": "drop_before"}, {"kind": "hang", "seconds": 0.3}):
        wechat.console("faults", path="/cgi-bin/draft/count", **fault)
        with pytest.raises(OSError):  # noqa: PT011 - lost or timed out
            fetch(f"{wechat.url}/cgi-bin/draft/count", timeout=0.1)
    time.sleep(0.4)
    process.terminate()

    assert process.communicate(timeout=5)[1] == ""


def test_a_taken_port_is_said_in_words(wechat: Wechat) -> None:
    taken = wechat.url.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "mpsandbox", "--port", taken],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": SOURCE},
    )

    assert second.returncode == 1
    assert taken in second.stderr
    assert "Traceback" not in second.stderr


def test_the_date_header_follows_the_simulated_clock(wechat: Wechat) -> None:
    wechat.console("clock", advance_seconds=86400)
    answer = wechat.answer("draft/count")

    shown = parsedate_to_datetime(answer.headers["Date"]).timestamp()
    assert shown == pytest.approx(wechat.state()["now"], abs=3)
    assert shown > time.time() + 86000


def test_twenty_callers_at_once_are_all_served_and_counted(wechat: Wechat) -> None:
    sent = {"articles": [wechat.article()]}
    callers = [
        threading.Thread(target=wechat.call, args=("draft/add", sent), daemon=True)
        for _ in range(20)
    ]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(timeout=10)

    assert wechat.call("draft/count") == {"total_count": 20}
    assert wechat.state()["calls"]["/cgi-bin/draft/add"] == 20


def test_every_console_page_is_shown_without_script_or_inline_style(wechat: Wechat) -> None:
    article_id = wechat.publish(wechat.draft(title="<b>已发</b>"))["article_id"]
    media_id = wechat.draft(content='<p style="color:red">草稿正文</p></textarea>')
    pages = [
        "",
        "/drafts",
        f"/drafts/{media_id}",
        "/articles",
        f"/articles/{article_id}",
        "/faults",
    ]

    for name in pages:
        answer = fetch(f"{wechat.url}/console{name}")
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert not re.search(r"<script|<style|<[^>]*\sstyle=|\son\w+=|<b>", answer.text)
    assert "&lt;b&gt;已发&lt;/b&gt;" in fetch(f"{wechat.url}/console/articles").text
    assert fetch(f"{wechat.url}/console/style.css").status == 200
    assert fetch(f"{wechat.url}/console/articles/none").status == 404


def test_a_form_of_the_console_does_its_act_and_says_so(wechat: Wechat) -> None:
    article_id = wechat.publish(wechat.draft())["article_id"]
    fields = {
        "idx": "1",
        "find": "停水",
        "replace": "停电",
        "back": f"/console/articles/{article_id}",
    }
    address = f"{wechat.url}/console/do/articles/{article_id}/edit"

    answer = fetch(address, urlencode(fields).encode(), FORM)
    assert "已完成" in answer.text
    assert "今天停电" in answer.text
    again = fetch(address, urlencode(fields).encode(), FORM)
    assert "没有做成" in again.text


def test_another_sites_page_cannot_act(wechat: Wechat) -> None:
    answer = fetch(
        f"{wechat.url}/console/api/reset", b"{}", headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert answer.status == 403


@pytest.mark.parametrize(
    ("act", "fields", "status"),
    [
        ("account", {"kind": "royal"}, 400),
        ("faults", {"path": "/none", "kind": "busy"}, 400),
        ("clock", {"advance_seconds": -1}, 400),
        ("publish_outcome", {"status": 1}, 400),
        ("drafts/none/publish", {}, 404),
        ("nothing", {}, 404),
    ],
)
def test_a_mistaken_act_is_refused_with_a_reason(
    wechat: Wechat, act: str, fields: dict[str, object], status: int
) -> None:
    answer = fetch(f"{wechat.url}/console/api/{act}", raw_json(fields))

    assert answer.status == status
    assert answer.json()["error"]

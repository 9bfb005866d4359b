"""What the console refuses: in words on the page, with what was typed still there."""

import re
from pathlib import Path

import pytest
from tests.sandbox.client import Wechat, fetch
from tests.sandbox.test_mpsandbox_backoffice import submit

from mpsandbox.console.words import in_words

CONSOLE = Path("src/mpsandbox/console")
RAISED = re.compile(r'ActError\(\s*f?"([^"]+)"')
FILLED = re.compile(r"\{[^}]*\}")


def every_message() -> list[str]:
    """Return every text that the console refuses with, its places filled in."""
    texts = [text for path in CONSOLE.glob("*.py") for text in RAISED.findall(path.read_text())]
    return sorted({FILLED.sub("7", text).replace("7: ", "times: ", 1) for text in texts})


def test_every_refusal_has_its_own_words() -> None:
    messages = every_message()
    assert len(messages) > 20
    for message in messages:
        assert in_words(message) != in_words("?"), message
        assert not re.search(r"[a-z]{4,} [a-z]{3,}", in_words(message)), message


def test_a_refusal_says_why_and_keeps_what_was_typed(wechat: Wechat) -> None:
    media_id = wechat.draft(title="停水通知")
    place = f"drafts/{media_id}"
    page = submit(
        wechat, f"{place}/edit", back=f"/console/{place}", idx="1", find="没有<的>字", replace="换"
    )

    assert page.status == 409
    assert "没有做成：文章里没有这段文字。" in page.text
    assert '<input name="find" required value="没有&lt;的&gt;字">' in page.text
    assert page.text.count("没有&lt;的&gt;字") == 1
    assert '<input name="replace" value="换">' in page.text


@pytest.mark.parametrize(
    ("act", "back", "fields", "kept"),
    [
        (
            "faults",
            "faults",
            {"path": "/cgi-bin/draft/get", "kind": "late", "times": "许多"},
            "许多",
        ),
        ("clock", "", {"set_to": "后天"}, "后天"),
        ("callback", "callback", {"url": "ftp://a", "token": "abc", "mode": "safe"}, "ftp://a"),
        ("followers", "readers", {"count": "0"}, 'value="0"'),
        ("articles", "articles", {"title": "快讯", "mass_send": "也许"}, "快讯"),
    ],
)
def test_each_form_keeps_it(
    wechat: Wechat, act: str, back: str, fields: dict[str, str], kept: str
) -> None:
    page = submit(wechat, act, back=f"/console/{back}".rstrip("/"), **fields)

    assert page.status == 400
    assert "没有做成：" in page.text
    assert kept in page.text
    if "kind" in fields:
        assert '<option value="late" selected>' in page.text
        assert page.text.count(" selected>") == 2


def test_programs_read_the_original(wechat: Wechat) -> None:
    answer = fetch(f"{wechat.url}/console/api/followers", b'{"count": 0}')
    assert answer.status == 400
    assert "count: 1 to" in answer.text

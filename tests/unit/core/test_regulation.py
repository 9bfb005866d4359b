"""The regulation as data: the delivered one is sound, and each contradiction is named."""

from collections.abc import Callable

import pytest
from tests.unit.core.cast import REGULATION, TEXT

from hefa.core.errors import Refused
from hefa.core.regulation import contradictions, parse_regulation
from hefa.core.review import Act


def reasons(text: str) -> list[tuple[str, dict[str, str | int]]]:
    with pytest.raises(Refused) as refused:
        parse_regulation(text)
    return [(entry.code, dict(entry.detail)) for entry in refused.value.reasons]


def swap(old: str, new: str, count: int = 1) -> str:
    assert old in TEXT, old
    return TEXT.replace(old, new, count)


def test_the_delivered_regulation_does_not_contradict_itself() -> None:
    assert contradictions(REGULATION) == ()
    assert [route.key for route in REGULATION.routes] == ["news", "notice"]
    assert {kind.key: kind.route for kind in REGULATION.categories} == {
        "news": "news", "general": "news", "notice": "notice",
        "publicity": "notice", "convenience": "notice",
    }  # fmt: skip


def test_labels_are_the_organisation_s_own_words() -> None:
    assert REGULATION.post_label("approver") == "书记、主任"
    assert REGULATION.post_label("nobody") == "nobody"
    assert REGULATION.category("publicity").label == "公示"
    assert REGULATION.route("notice").steps[1].act is Act.ENDORSE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (swap('route = "news"', 'route = "x"'),
         ("core.regulation_route_unknown", {"key": "news", "route": "x"})),
        (swap('posts = ["office"]', 'posts = ["x"]'),
         ("core.regulation_post_unknown", {"key": "news", "post": "x"})),
        (swap('posts = ["office"]', "posts = []"),
         ("core.regulation_step_empty", {"key": "news", "act": "endorse"})),
        (swap('act = "release"', 'act = "deliver"'),
         ("core.regulation_route_ends", {"key": "news"})),
        (swap('act = "submit"', 'act = "endorse"'),
         ("core.regulation_route_ends", {"key": "news"})),
        (swap('differs_from = ["submit"]', 'differs_from = ["release"]'),
         ("core.regulation_differs_late", {"key": "news", "act": "endorse"})),
        (swap('key = "owner"', 'key = "approver"'),
         ("core.regulation_key_twice", {"table": "posts", "key": "approver"})),
        (swap('key = "culture"', 'key = "tech"'),
         ("core.regulation_key_twice", {"table": "units", "key": "tech"})),
        (swap('key = "life"', 'key = "notices"'),
         ("core.regulation_key_twice", {"table": "columns", "key": "notices"})),
        (swap('key = "general"', 'key = "news"'),
         ("core.regulation_key_twice", {"table": "categories", "key": "news"})),
        (TEXT.replace('key = "notice"\nlabel = "部门业务通知"', 'key = "news"\nlabel = "x"'),
         ("core.regulation_key_twice", {"table": "routes", "key": "news"})),
    ],
)  # fmt: skip
def test_each_contradiction_is_named(text: str, found: tuple[str, dict[str, str]]) -> None:
    assert found in reasons(text)


def test_every_contradiction_is_named_not_the_first_only() -> None:
    text = swap('route = "news"', 'route = "x"').replace('posts = ["office"]', 'posts = ["y"]')

    assert {code for code, _ in reasons(text)} == {
        "core.regulation_route_unknown",
        "core.regulation_post_unknown",
    }


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: "key = ", "core.regulation_unreadable"),
        (lambda: "", "core.regulation_incomplete"),
        (lambda: swap("version = 1", 'version = "x"'), "core.regulation_incomplete"),
        (lambda: swap('act = "approve"', 'act = "vote"'), "core.regulation_incomplete"),
        (lambda: swap("[[routes]]", "[[ways]]", 9), "core.regulation_incomplete"),
        (lambda: swap('label = "居委会"', 'title = "居委会"'), "core.regulation_incomplete"),
        (lambda: swap("in_unit = true", "in_house = true"), "core.regulation_incomplete"),
        (lambda: swap("update_cycle_days = 30", ""), "core.regulation_incomplete"),
    ],
)
def test_what_cannot_be_read_says_where(change: Callable[[], str], code: str) -> None:
    assert [found for found, _ in reasons(change())] == [code]

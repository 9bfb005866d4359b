"""The themes: complete, and for ever what packages were signed with."""

import hashlib
import json
import re

import pytest
from tests.unit.render.documents import ADDRESSES, NOTICE, name_list, package

from hefa.core.errors import Refused
from hefa.render.article import render
from hefa.render.rules import violations
from hefa.render.themes import OFFERED, about, choices, names, newest, theme_named

# A theme that was once signed with never changes. To better one, add a file with the next number.
SIGNED = {
    "community@1": "476a7144be721435",
    "festival@1": "2f4a6003c5992cf7",
    "news@1": "c7da32130d85648b",
    "notice@1": "d205fa80f32d5b16",
    "plain@1": "b1ace13652d4fedb",
}


@pytest.mark.parametrize("name", sorted(names()))
def test_a_theme_is_for_ever(name: str) -> None:
    content = json.dumps(theme_named(name), sort_keys=True).encode()

    assert SIGNED[name] == hashlib.sha256(content).hexdigest()[:16]


def test_themes_have_the_same_parts() -> None:
    parts = {name: set(theme_named(name)) for name in names()}

    assert len(set(map(frozenset, parts.values()))) == 1
    assert len(names()) == 5


def test_four_are_offered_by_their_own_words() -> None:
    assert choices() == (
        ("notice", "通知"), ("news", "新闻"), ("festival", "节庆"), ("plain", "素净"),
    )  # fmt: skip
    assert all(re.search("[\u4e00-\u9fff]", about(name)) for name in OFFERED)
    assert newest("notice") == "notice@1"
    with pytest.raises(Refused):
        newest("community")


@pytest.mark.parametrize("name", sorted(names()))
def test_a_theme_stays_within_the_rules_and_the_budget(name: str) -> None:
    html = render(package(*NOTICE, theme=name), ADDRESSES)
    long = render(package(name_list(30), theme=name), ADDRESSES)

    assert violations(html) == ()
    assert len(long) < 5000


def test_themes_look_different() -> None:
    assert len({render(package(*NOTICE, theme=name), ADDRESSES)[60:] for name in names()}) == 5

"""A public page compared with what was released: what WeChat adds by itself is no difference."""

from typing import cast

import pytest
from tests.unit.publish.factory import package

from hefa.publish.look import Expected, page_differences
from hefa.publish.models import PublicationItem
from hefa.render.page import Page, PageState
from hefa.render.shape import fingerprint_of_html

pytestmark = pytest.mark.django_db

BODY = "<p>今天停水</p>"


def differing(released: str, seen: str) -> list[str]:
    content = package(source_url=released)
    expected = Expected(
        item=PublicationItem(),
        package=content,
        shape=fingerprint_of_html(BODY, title=content.title),
        has_digest=False,
    )
    page = Page(state=PageState.SEEN, title=content.title, body_html=BODY, source_url=seen)
    found = cast("tuple[dict[str, str], ...]", page_differences(expected, page))
    return [entry["kind"] for entry in found]


@pytest.mark.parametrize("released", ["https://a.example/1", "https://a.example/1#rd"])
@pytest.mark.parametrize("seen", ["https://a.example/1", "https://a.example/1#rd", ""])
def test_the_mark_behind_the_link_to_the_original_does_not_count(released: str, seen: str) -> None:
    assert differing(released, seen) == []


@pytest.mark.parametrize("seen", ["https://a.example/2#rd", "https://a.example/1#two"])
def test_another_original_is_a_difference(seen: str) -> None:
    assert differing("https://a.example/1", seen) == ["source_url"]

"""The list of manuscripts: searched, filtered, and asked for at strange addresses."""

from datetime import datetime

import pytest
from tests.factories import (
    named,
    returned,
    submitted,
    written,
)
from tests.unit.collect.pages import SignIn, text_of

from hefa.collect.actions import bin_manuscript


def test_list_is_searched_and_filtered(sign_in: SignIn, now: datetime) -> None:
    written("甲：写着的", now=now)
    sheet = submitted("乙：在审的", now=now)
    returned("丙：退回的", now=now)
    bin_manuscript(written("丁：丢掉的", now=now).manuscript, person=named("zhang"), now=now)
    submitted("戊：文体科的", now=now, author="wu", unit="culture")
    browser = sign_in("chen")

    def found(query: str) -> set[str]:
        shown = text_of(browser.get(f"/collect/?{query}"))
        return {letter for letter in "甲乙丙丁戊" if f"{letter}：" in shown}

    assert found("") == set("甲乙丙戊")
    assert found("q=在审") == {"乙"}
    assert found(f"q={sheet.number}") == {"乙"}
    assert found("q=吴干事") == {"戊"}
    assert found("unit=culture") == {"戊"}
    assert found("category=news") == set()
    assert found("category=notice") == set("甲乙丙戊")
    assert found("state=open") == {"甲"}
    assert found("state=waiting") == set("乙戊")
    assert found("state=returned") == {"丙"}
    assert found("state=released") == set()
    assert found("state=binned") == {"丁"}
    assert found("q=%25") == set()


@pytest.mark.parametrize(
    "address",
    [
        "/collect/?page=x",
        "/collect/?page=-1",
        "/collect/?state=nonsense&unit=nonsense&category=nonsense",
        "/collect/?q=%00%27%22",
        "/review/?tab=nonsense&page=9999",
    ],
)
def test_strange_address_is_answered(sign_in: SignIn, now: datetime, address: str) -> None:
    written(now=now)

    assert sign_in("chen").get(address).status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/collect/version/99999999999999999999/", "/collect/version/0/", "/review/2026-9999/"],
)
def test_address_of_nothing_is_not_found(sign_in: SignIn, address: str) -> None:
    assert sign_in("chen").get(address).status_code == 404

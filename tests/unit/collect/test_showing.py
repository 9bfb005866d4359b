"""The preview's address: how it begins is asked for, and what makes no sense is left aside."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.factories import written

SignIn = Callable[[str], Client]


@pytest.mark.parametrize(
    ("query", "chosen", "has_bar"),
    [
        ("", ["w375", "day"], True),
        ("?width=585&mode=night&bar=0", ["w585", "night"], False),
        ("?width=677&mode=day", ["w677", "day"], True),
        ("?width=900&mode=dusk&bar=no", ["w375", "day"], True),
        ("?width=%22%3E%3Cscript%3E", ["w375", "day"], True),
    ],
)
def test_the_address_says_how_the_preview_begins(
    sign_in: SignIn, now: datetime, query: str, chosen: list[str], has_bar: bool
) -> None:
    address = f"/collect/version/{written(now=now).pk}/preview/{query}"
    page = sign_in("zhang").get(address).content.decode()

    assert re.findall(r'id="(\w+)"[^>]* checked>', page) == chosen
    assert ("<nav" in page) is has_bar
    assert "<script" not in page

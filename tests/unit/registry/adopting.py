"""What the tests of adopting a regulation share."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hefa.core.regulation import parse_regulation
from hefa.registry.delivered import profile_text

from .conftest import TEXT

HOSPITAL = profile_text("hospital")


COMMUNITY = parse_regulation(TEXT)


CHOOSE = "/settings/regulation/adopt/"


def shown(client: Client, address: str) -> str:
    """Return the page at `address`, its spaces made one."""
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def upload(text: str | bytes) -> SimpleUploadedFile:
    raw = text if isinstance(text, bytes) else text.encode()
    return SimpleUploadedFile("regulation.toml", raw)


def begun(client: Client, text: str = HOSPITAL) -> str:
    """Return the address of the adoption begun with the file `text`."""
    return client.post(CHOOSE, {"text": upload(text)})["Location"]


def lines(*rows: tuple[str, str, object, object], seen: int = 0) -> dict[str, object]:
    """Return the form of the people step: post, unit, holder and deputy of each line."""
    given: dict[str, object] = {
        "seat-TOTAL_FORMS": len(rows),
        "seat-INITIAL_FORMS": len(rows),
        "seen": seen,
    }
    for number, row in enumerate(rows):
        for name, value in zip(("post", "unit", "holder", "deputy"), row, strict=True):
            given[f"seat-{number}-{name}"] = value
    return given

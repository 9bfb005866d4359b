"""The package: every field counts, and what was written is read back the same."""

import json
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from hefa.core.errors import Refused
from hefa.core.package import (
    Channel,
    Kind,
    Package,
    package_bytes,
    package_from,
    package_sha256,
    sealed,
)

PICTURE = "a" * 64


LIST = "d" * 64


def document(text: str, picture: str = PICTURE, attached: str = LIST) -> dict[str, Any]:
    return {
        "type": "doc",
        "content": [
            {"type": "paragraph", "content": [{"type": "text", "text": text}]},
            {"type": "image", "attrs": {"sha256": picture}},
            {"type": "attachment", "attrs": {"sha256": attached, "name": "名单.xlsx"}},
        ],
    }


PACKAGE = Package(
    kind=Kind.ARTICLE,
    title="停水通知",
    author="办公室",
    digest="请提前蓄水。",
    document=document("明天停水。"),
    cover_sha256="c" * 64,
    theme="community@1",
    account="main",
    column="notices",
    channel=Channel.API,
    mass_send=False,
    comments=False,
    source_url="",
    notice_until=None,
)
OTHERWISE: dict[str, Any] = {
    "kind": Kind.CORRECTION,
    "title": "停水通知 ",
    "author": "",
    "digest": "请提前蓄水",
    "document": document("明天停水。", "b" * 64),
    "cover_sha256": "",
    "theme": "community@2",
    "account": "other",
    "column": "life",
    "channel": Channel.MANUAL,
    "mass_send": True,
    "comments": True,
    "source_url": "https://example.org/",
    "notice_until": date(2026, 11, 30),
    "schema": 1,
    "acts_on": "01JD8Q0000000000000000000A/2",
    "change": {"reason": "时间写错了", "manner": "edit"},
    "stated": {"pii": "yes", "pii_handling": "masked"},
}
DERIVED = {"picture_sha256s", "attachment_sha256s"}  # counted from the document when sealed


def test_every_field_is_tried() -> None:
    assert set(OTHERWISE) | DERIVED == {entry.name for entry in fields(Package)}


@pytest.mark.parametrize("name", sorted(OTHERWISE))
def test_changing_a_field_changes_the_fingerprint(name: str) -> None:
    changed = replace(PACKAGE, **{name: OTHERWISE[name]})

    assert package_sha256(changed) != package_sha256(PACKAGE)


def test_all_changes_give_different_fingerprints() -> None:
    made = {package_sha256(replace(PACKAGE, **{name: value})) for name, value in OTHERWISE.items()}

    assert len(made) == len(OTHERWISE)


def test_another_attachment_is_another_package() -> None:
    other = replace(PACKAGE, document=document("明天停水。", attached="e" * 64))

    assert package_sha256(other) != package_sha256(PACKAGE)


def test_false_lists_of_pictures_and_attachments_do_not_survive_sealing() -> None:
    lied = replace(PACKAGE, picture_sha256s=("f" * 64,), attachment_sha256s=())

    assert sealed(lied).picture_sha256s == (PICTURE,)
    assert sealed(lied).attachment_sha256s == (LIST,)
    assert package_bytes(lied) == package_bytes(PACKAGE)


@pytest.mark.parametrize("name", ["", *sorted(set(OTHERWISE) - {"schema"})])
def test_what_was_written_is_read_back_the_same(name: str) -> None:
    package = replace(PACKAGE, **({name: OTHERWISE[name]} if name else {}))
    back = package_from(json.loads(package_bytes(package)))

    assert back == sealed(package)
    assert package_bytes(back) == package_bytes(package)


def test_what_was_signed_before_younger_fields_came_keeps_its_bytes() -> None:
    fingerprint = "d437d22807c6d3e85828cb59c074ae270f719ed203691821c48d8e9b7496227b"

    assert package_sha256(PACKAGE) == fingerprint
    assert b"acts_on" not in package_bytes(PACKAGE)
    assert b"stated" not in package_bytes(PACKAGE)


@pytest.mark.parametrize("word", ["reason", "manner"])
def test_changing_a_word_within_the_change_changes_the_fingerprint(word: str) -> None:
    package = replace(PACKAGE, change=OTHERWISE["change"])
    changed = replace(PACKAGE, change={**OTHERWISE["change"], word: "x"})

    assert package_sha256(changed) != package_sha256(package)


def test_sealing_twice_changes_nothing() -> None:
    assert sealed(sealed(PACKAGE)) == sealed(PACKAGE)


def test_the_same_document_written_otherwise_is_the_same_package() -> None:
    loose = document("明天停水。")
    loose["content"][0]["attrs"] = {"align": "left", "indent": 0}
    loose["content"][0]["content"] = [
        {"type": "text", "text": "明天", "marks": []},
        {"type": "text", "text": "停水。"},
        {"type": "text", "text": ""},
    ]

    assert package_sha256(replace(PACKAGE, document=loose)) == package_sha256(PACKAGE)


def test_a_package_of_an_older_schema_keeps_its_number_and_its_bytes() -> None:
    older = package_bytes(replace(PACKAGE, schema=1))
    back = package_from(json.loads(older))

    assert back.schema == 1
    assert package_bytes(back) == older


@pytest.mark.parametrize("schema", [0, 3, "1", None])
def test_another_schema_is_refused(schema: object) -> None:
    values = {**json.loads(package_bytes(PACKAGE)), "schema": schema}
    with pytest.raises(Refused) as refused:
        package_from(values)

    assert refused.value.reasons[0].code == "core.schema_unknown"

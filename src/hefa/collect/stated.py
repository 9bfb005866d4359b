"""What the author states of the content 内容情况: the questions on the form, and in words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from django import forms

from hefa.collect.models import Version
from hefa.core.change import WRITTEN
from hefa.core.document import picture_sha256s
from hefa.core.errors import Reason
from hefa.core.regulation import Regulation
from hefa.core.stated import (
    IMAGE_RIGHTS,
    ONLY_IF,
    PII,
    QUESTIONS,
    Stated,
    as_signed,
    asked_by,
    does_matter,
    reasons_against_stated,
)
from hefa.registry.adopted import regulation_now

LABELS: Final[Mapping[str, str]] = {
    "secrecy": "是否涉密",
    "secrecy_items": "商业秘密、工作秘密、内部敏感信息",
    "pii": "是否含个人信息",
    "pii_handling": "个人信息处理方式",
    "minors": "是否涉及未成年人",
    "consent_ref": "监护人同意",
    IMAGE_RIGHTS: "图片来源与授权",
}
_ANSWERED: Final[Mapping[str, Mapping[str, str]]] = {
    "secrecy": {"no": "否", "yes": "是"},
    "secrecy_items": {
        "none": "都没有",
        "trade": "有商业秘密",
        "work": "有工作秘密",
        "internal": "有内部敏感信息",
    },
    "pii": {"no": "不含", "yes": "含"},
    "pii_handling": {"removed": "已删", "masked": "已脱敏", "consented": "经本人同意"},
    "minors": {"no": "不涉及", "yes": "涉及"},
}
_HINTS: Final[Mapping[str, str]] = {
    "secrecy": "涉密的不能发布。",
    "secrecy_items": "有任何一样都不能发布。",
    "pii": "姓名、证件号、电话、住址、照片都算；正文、附件和图片都要看。",
    "minors": "写到或拍到未满 18 岁的人，就是涉及。",
    "consent_ref": "同意书是谁签的，存在哪里。",
    IMAGE_RIGHTS: "谁拍的或从哪里来的，能不能用。例：本社区张三拍摄。",
}
# What a form says where another answer leaves nothing to ask.
_NOTHING_TO_ASK: Final[Mapping[str, str]] = {
    "pii_handling": "不含",
    "consent_ref": "不需要",
    IMAGE_RIGHTS: "没有图片",
}


def said(key: str, answer: str) -> str:
    """Return an answer in words; words of one's own as they are."""
    return _ANSWERED.get(key, {}).get(answer, answer)


def in_words(key: str, stated: Stated, *, has_pictures: bool) -> str:
    """Return what a form shows in the field `key`; empty where that is left for a pen."""
    if stated and not does_matter(key, stated, has_pictures=has_pictures):
        other, _ = ONLY_IF.get(key, ("", ""))
        return _NOTHING_TO_ASK[key] if not other or stated.get(other) else ""
    return said(key, str(stated.get(key, "")))


def has_pictures(version: Version) -> bool:
    """Whether `version` has pictures of its own, in the text or as its cover."""
    return bool(picture_sha256s(version.document)) or version.cover_id is not None


def stated_by(version: Version) -> dict[str, str]:
    """Return what freezing `version` now would sign of it; nothing where no text is published."""
    if version.manuscript.kind not in WRITTEN:
        return {}
    return as_signed(version.stated, has_pictures=has_pictures(version))


def reasons_against(version: Version, regulation: Regulation | None) -> tuple[Reason, ...]:
    """Every reason `version` cannot be submitted with what is stated of it."""
    if regulation is None or version.manuscript.kind not in WRITTEN:
        return ()
    return reasons_against_stated(regulation, version.stated, has_pictures=has_pictures(version))


def asks_of_personal_data(version: Version, now: datetime) -> bool:
    """Whether the open `version` is still to say that there is personal data in it."""
    is_open = version.frozen_at is None and stated_by(version).get(PII) != "yes"
    return is_open and any(field.key == PII for field in asked_by(regulation_now(now)))


def rows_of(stated: Stated, regulation: Regulation | None) -> list[dict[str, str]]:
    """Return what was stated as rows, in the form's order and words."""
    named = {field.key: field.label for field in asked_by(regulation)}
    return [
        {"key": key, "label": named.get(key, LABELS[key]), "text": said(key, str(stated[key]))}
        for key in QUESTIONS
        if stated.get(key)
    ]


def questions(version: Version, regulation: Regulation | None) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields that the regulation's form asks about the content of `version`."""
    for asked in asked_by(regulation):
        given: dict[str, Any] = {
            "label": asked.label,
            "required": False,
            "initial": version.stated.get(asked.key, ""),
            "help_text": _HINTS.get(asked.key, ""),
        }
        answers = _ANSWERED.get(asked.key)
        if answers is None:
            yield asked.key, forms.CharField(max_length=200, **given)
        else:
            yield asked.key, forms.ChoiceField(choices=[("", "请选择"), *answers.items()], **given)

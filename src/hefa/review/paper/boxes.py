"""Opinions in their boxes: who said what, in which post, for whom, in which field of the form."""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from unicodedata import bidirectional

from django.utils import timezone

from hefa.core.regulation import Form, Regulation
from hefa.core.review import Act, PostKey
from hefa.review.models import HandSignature, Opinion
from hefa.ui.templatetags.hefa import full_day
from hefa.ui.words import sentence

# Which field an act's opinions stand in, where no field names its posts.
OF_ACT: Final[Mapping[str, str]] = {
    Act.ENDORSE.value: "first_review",
    Act.APPROVE.value: "approval",
    Act.DELIVER.value: "delivery",
    Act.RELEASE.value: "admin_check",
}
OPINIONS: Final = frozenset({
    "first_review", "secrecy_review", "biz_review", "office_review", "tech_review", "approval",
    "delivery", "admin_check",
})  # fmt: skip
OTHERS: Final = "其他意见"
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_TECHNICAL: Final = frozenset({PostKey("tech_support")})
_GIVES_OPINION: Final = frozenset({Act.ENDORSE.value, Act.APPROVE.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One opinion as it is printed; `drawing` is the picture of a signature by hand, or empty."""

    who: str
    post: str
    verdict: str
    words: str
    at: str
    drawing: str


def boxes_of(
    opinions: Iterable[Opinion], form: Form, regulation: Regulation
) -> dict[str, list[Box]]:
    """Return the opinions by the field they stand in; those without a printed field under ''.

    None is left out: what no field takes is printed at the end. Voided ones count no more.
    """
    printed = {field.key for field in form.fields if field.is_printed}
    found: dict[str, list[Box]] = {}
    for opinion in opinions:
        if opinion.act not in OF_ACT or opinion.voided_at is not None:
            continue
        key = _field_of(opinion, form, regulation)
        found.setdefault(key if key in printed else "", []).append(_box(opinion, regulation))
    return found


def _field_of(opinion: Opinion, form: Form, regulation: Regulation) -> str:
    if opinion.act in _GIVES_OPINION:
        for field in form.fields:
            if opinion.post in field.by:
                return field.key
        has_technical = any(field.key == "tech_review" for field in form.fields)
        if has_technical and regulation.functions_of(opinion.post) & _TECHNICAL:
            return "tech_review"
    return OF_ACT[opinion.act]


def _box(opinion: Opinion, regulation: Regulation) -> Box:
    return Box(
        who=signed_by(opinion),
        post=regulation.post_label(opinion.post) if opinion.post else "",
        verdict="同意" if opinion.act in _GIVES_OPINION else sentence(opinion.act),
        words=opinion.words,
        at=f"{full_day(opinion.at)} {timezone.localtime(opinion.at):%H:%M}",
        drawing=_picture(opinion.signature),
    )


def signed_by(opinion: Opinion) -> str:
    """Return the name as it stands on paper: 张三（代李四）, 张三（副岗）."""
    name = isolated(opinion.person.display_name)
    if opinion.for_person is not None:
        return f"{name}（代{isolated(opinion.for_person.display_name)}）"
    return f"{name}（副岗）" if opinion.is_deputy else name


def isolated(name: str) -> str:
    """Return a name that no figure beside it can be drawn into, however it is written."""
    is_turning = any(bidirectional(sign) in _RIGHT_TO_LEFT for sign in name)
    return f"\u2068{name}\u2069" if is_turning else name


def _picture(signature: HandSignature | None) -> str:
    """Return a signature as an SVG that holds its picture, so that the template can read it."""
    if signature is None:
        return ""
    encoded = b64encode(bytes(signature.png)).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' viewBox="0 0 600 240"><image width="600" height="240"'
        f' xlink:href="data:image/png;base64,{encoded}"/></svg>'
    )

"""What was released beside what is seen: the lines of both, with what differs marked."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from hefa.publish.models import PublicationItem
from hefa.render.shape import fingerprint_of_html
from hefa.ui.words import sentence

Lines = list[dict[str, Any]]

NAMES = {
    "title": "标题",
    "author": "作者",
    "digest": "摘要",
    "source_url": "阅读原文",
    "comments": "留言",
    "picture": "图片",
    "link": "链接",
    "count": "数量",
}
_PICTURES = "picture"
_SWITCH = {"1": "开", "0": "关"}
_LONGEST_MATCHED = 2000
# A figure, time, address or Latin word is marked whole; Han text sign by sign.
_TOKEN = re.compile(r"[0-9A-Za-z.:/%@_-]+|.", re.DOTALL)


def comparisons_of(
    differences: Sequence[Mapping[str, Any]], item: PublicationItem | None
) -> dict[str, Any]:
    """Return both sides as lines for the compare component, the sentences, and their count.

    Around each difference in the text stand the blocks before and after it.
    """
    approved: Lines = []
    online: Lines = []
    notes: list[str] = []
    texts: dict[int, list[Mapping[str, Any]]] = {}
    for entry in differences:
        kind = entry["kind"]
        if kind == "text":
            texts.setdefault(int(entry["where"]), []).append(entry)
        elif kind in NAMES and (entry["released"] or entry["seen"]):
            _add_named(entry, approved, online)
        else:
            notes.append(_note(entry))
    _add_texts(texts, item, approved, online)
    return {
        "approved": {"lines": approved},
        "online": {"lines": online},
        "notes": list(dict.fromkeys(notes)),
        "count": len(differences),
    }


def parts_of(released: str, seen: str) -> tuple[Lines, Lines]:
    """Return both texts cut into parts, what the other lacks marked."""
    if len(released) + len(seen) > _LONGEST_MATCHED or not released or not seen:
        return [_part(released, is_other=True)], [_part(seen, is_other=True)]
    left: Lines = []
    right: Lines = []
    ours, theirs = _TOKEN.findall(released), _TOKEN.findall(seen)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        is_other = tag != "equal"
        if end > start:
            left.append(_part("".join(ours[start:end]), is_other=is_other))
        if other_end > other_start:
            right.append(_part("".join(theirs[other_start:other_end]), is_other=is_other))
    return left, right


def _add_named(entry: Mapping[str, Any], approved: Lines, online: Lines) -> None:
    """Add a difference that is not in the text, under its name."""
    kind = entry["kind"]
    released, seen = _shown(kind, entry["released"]), _shown(kind, entry["seen"])
    if kind in ("title", "digest"):
        left, right = parts_of(released, seen)
    else:
        left, right = [_part(released, is_other=True)], [_part(seen, is_other=True)]
    label = _part(f"{NAMES[kind]}：", is_other=False)
    approved.append({"parts": [label, *left]})
    online.append({"parts": [label, *right]})


def _shown(kind: str, value: str) -> str:
    """Return one side as a reader understands it."""
    if kind == _PICTURES:
        return "有这张图" if value else "没有这张图"
    if kind == "comments":
        return _SWITCH.get(value, value)
    return value or "没有"


def _add_texts(
    texts: Mapping[int, list[Mapping[str, Any]]],
    item: PublicationItem | None,
    approved: Lines,
    online: Lines,
) -> None:
    """Add the differing blocks in order, each with the blocks beside it."""
    blocks = fingerprint_of_html(item.rendered_html).blocks if item and texts else ()
    near = {place + step for place in texts for step in (-1, 0, 1)}
    for place in sorted(near):
        entries = texts.get(place, [])
        is_replaced = any(entry["released"] for entry in entries)
        if not is_replaced and 1 <= place <= len(blocks):
            same = {"is_same": True, "parts": [_part(blocks[place - 1], is_other=False)]}
            approved.append(same)
            online.append(same)
        for entry in entries:
            left, right = parts_of(entry["released"], entry["seen"])
            approved.append({"parts": left if entry["released"] else [_part("（没有这一段）")]})
            online.append({"parts": right if entry["seen"] else [_part("（没有这一段）")]})


def _note(entry: Mapping[str, Any]) -> str:
    if entry["kind"] in ("page", "package"):
        return sentence(str(entry["seen"]))
    return sentence(f"render.differs.{entry['kind']}")


def _part(text: str, *, is_other: bool = False) -> dict[str, Any]:
    return {"text": text, "is_other": is_other}

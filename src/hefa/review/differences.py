"""What changed between two versions, sentence by sentence, for a reader who saw the first."""

import difflib
import re
from dataclasses import dataclass

from hefa.core.document import block_text, blocks, picture_sha256s
from hefa.core.package import Package

CLOSE = 0.3
_WORD = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of text that stayed, went or came: kind is same, del or ins."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that changed: where it is, and its text before and after as parts."""

    where: str
    parts: tuple[Part, ...]


FIELDS = (
    ("title", "标题"),
    ("author", "作者"),
    ("digest", "摘要"),
    ("source_url", "阅读原文"),
    ("column", "栏目"),
    ("account", "公众号"),
)


def changes_between(before: Package, after: Package) -> tuple[Change, ...]:
    """Return every place where a reader would see something else, in reading order."""
    found = [
        Change(where=label, parts=_parts(str(getattr(before, name)), str(getattr(after, name))))
        for name, label in FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
    if before.cover_sha256 != after.cover_sha256:
        found.append(_swap("封面", "原来的封面", "新的封面"))
    if before.mass_send != after.mass_send or before.comments != after.comments:
        found.append(_swap("发布方式", _manner(before), _manner(after)))
    if before.notice_until != after.notice_until:
        found.append(_swap("公示截止", str(before.notice_until), str(after.notice_until)))
    found += _body(before, after)
    old, new = picture_sha256s(before.document), picture_sha256s(after.document)
    if old != new:
        found.append(_swap("图片", f"{len(old)} 张", f"{len(new)} 张，有更换"))
    if not found and before.document != after.document:
        found.append(_swap("版式", "原来的版式", "字体、对齐或表格有调整"))
    return tuple(found)


def _body(before: Package, after: Package) -> list[Change]:
    """Return the changed paragraphs, each beside the one it came from."""
    old = [block_text(block) for block in blocks(before.document)]
    new = [block_text(block) for block in blocks(after.document)]
    heads = _headings(after)
    found: list[Change] = []
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs = _paired(old[old_from:old_to], new[new_from:new_to])
        where = heads[min(new_from, len(heads) - 1)] if heads else ""
        found += [Change(where=where, parts=_parts(was, now)) for was, now in pairs if was or now]
    return found


def _paired(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Return paragraphs side by side; those too unlike stand as gone and as new."""
    pairs: list[tuple[str, str]] = []
    length = max(len(old), len(new))
    for was, now in zip(
        old + [""] * (length - len(old)), new + [""] * (length - len(new)), strict=True
    ):
        if was and now and difflib.SequenceMatcher(a=was, b=now, autojunk=False).ratio() < CLOSE:
            pairs += [(was, ""), ("", now)]
        else:
            pairs.append((was, now))
    return pairs


def _parts(before: str, after: str) -> tuple[Part, ...]:
    """Return one text as stretches that stayed, went or came; a number is one word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts: list[Part] = []
    for tag, old_from, old_to, new_from, new_to in difflib.SequenceMatcher(
        a=old, b=new, autojunk=False
    ).get_opcodes():
        gone, come = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        if tag == "equal":
            parts.append(Part(text=come, kind="same"))
            continue
        parts += [
            Part(text=text, kind=kind) for text, kind in ((gone, "del"), (come, "ins")) if text
        ]
    return tuple(parts)


def _headings(package: Package) -> list[str]:
    """Return for each text block the heading it stands under."""
    under = "正文"
    found = []
    for block in blocks(package.document):
        if block["type"] == "heading":
            under = block_text(block)[:14] or under
        found.append(under)
    return found


def _swap(where: str, before: str, after: str) -> Change:
    return Change(where=where, parts=(Part(text=before, kind="del"), Part(text=after, kind="ins")))


def _manner(package: Package) -> str:
    send = "群发" if package.mass_send else "发布"
    return f"{send}，{'开放' if package.comments else '不开放'}留言"

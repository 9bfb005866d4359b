"""Two versions of one manuscript compared: fields, cover, text, tables, notes, pictures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hefa.collect.change_trees import column_lines, menu_lines
from hefa.collect.change_words import labels_of
from hefa.collect.change_words import said as said_of_change
from hefa.collect.models import Version
from hefa.collect.packages import package_shown
from hefa.collect.stated import LABELS, said
from hefa.collect.versions_difference import (
    COME,
    GONE,
    SAME,
    Line,
    Part,
    around,
    in_bands,
    lines_between,
    parts_between,
)
from hefa.collect.versions_pieces import PICTURE
from hefa.core.change import side
from hefa.core.package import Kind, Package
from hefa.registry.adopted import regulation_now
from hefa.registry.labels import category_labels
from hefa.registry.models import Column, OfficialAccount
from hefa.ui.templatetags.hefa import full_day, moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that changed: where it is, and its text before and after as parts."""

    where: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Everything that differs between two versions; the lines hold what stayed as well."""

    fields: tuple[Change, ...]
    lines: tuple[Line, ...]
    covers: tuple[str, str]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every place where a reader would see something else, in reading order."""
        found = [*self.fields]
        if self.covers[0] != self.covers[1]:
            found.append(_swap("封面", "原来的封面", "新的封面"))
        for band in in_bands(self.lines):
            found += _changes(band)
        restyled = sum(line.is_restyled for line in self.lines)
        if restyled:
            words = f"有 {restyled} 处的字体、颜色、对齐或宽度有调整，文字没有变"
            found.append(Change(where="版式", parts=(Part(text=words, kind=SAME),)))
        return tuple(found)


def difference_of(before: Version, after: Version) -> Difference:
    """Return what differs between two versions, as signed where they are frozen.

    Raises Tampered when a frozen one is no longer what was signed.
    """
    old, new = package_shown(before), package_shown(after)
    lines = lines_between(old.document, new.document)
    is_column_change = new.kind is Kind.COLUMN_CHANGE
    labels = labels_of(regulation_now(after.saved_at)) if is_column_change else {}
    fields = [
        Change(where=label, parts=parts_between(was, now))
        for (label, was), (_, now) in zip(
            _fields(before, old, labels), _fields(after, new, labels), strict=True
        )
        if was != now
    ]
    is_silent = not any(line.is_changed or line.is_restyled for line in lines)
    if is_silent and old.document != new.document:
        fields.append(_swap("版式", "原来的版式", "空行或表格有调整"))
    return Difference(
        fields=tuple(fields), lines=lines, covers=(old.cover_sha256, new.cover_sha256)
    )


def _fields(
    version: Version, package: Package, labels: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield what a version says of itself, field by field, as its readers and reviewers see it.

    `labels` are those of a column change's form; there are none for other kinds.
    """
    yield "标题", package.title
    yield "作者", package.author
    yield "摘要", package.digest
    yield "类别", category_labels().get(version.category, version.category)
    yield "栏目", _name(Column, package.column)
    yield "公众号", _name(OfficialAccount, package.account)
    yield "阅读原文", package.source_url
    yield "发布方式", _manner(package)
    yield "公示截止", full_day(package.notice_until)
    if labels:
        yield from _of_columns(package, labels)
    else:
        yield "发布事由", version.purpose
    yield "面向", version.audience
    yield "信息来源", version.source_name
    yield "联系电话", version.contact
    yield "拟发布时间", moment(version.planned_at)
    for key, label in LABELS.items():
        yield label, said(key, str(package.stated.get(key, "")))


def _of_columns(package: Package, labels: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, label in labels.items():
        yield label, said_of_change(key, str(package.change.get(key, "")))
    columns, menu = (side(package.change, what, "after") for what in ("columns", "menu"))
    yield "新的栏目", "；".join(line["text"] for line in column_lines(columns))
    yield "新的菜单", "；".join(line["text"] for line in menu_lines(menu))


def _name(model: type[Column] | type[OfficialAccount], key: str) -> str:
    found = model.objects.filter(key=key).first() if key else None
    return found.name if found else key


def _manner(package: Package) -> str:
    send = "群发" if package.mass_send else "发布"
    return f"{send}，{'开放' if package.comments else '不开放'}留言"


def _changes(band: tuple[Line, ...]) -> Iterator[Change]:
    """Yield the changed places of one band; a table row that came or went whole is one place."""
    sides = [[line.before for line in band], [line.after for line in band]]
    if len(band) > 1 and any(not any(side) for side in sides):
        (kind, pieces) = (COME, sides[1]) if any(sides[1]) else (GONE, sides[0])
        row = [piece for piece in pieces if piece]
        text = " · ".join(piece.text for piece in row)
        yield Change(where=row[0].band, parts=(Part(text=text, kind=kind),))
    else:
        yield from (_change(line) for line in band if line.is_changed)


def _change(line: Line) -> Change:
    """Return one changed place; a picture that was swapped says so before its words."""
    before, after = line.before, line.after
    swap: tuple[Part, ...] = ()
    was, now = (piece.sha256 if piece else "" for piece in (before, after))
    if was != now:
        noun = "图片" if line.kind == PICTURE else "文件"
        texts = ((f"原来的{noun}" if was else "", GONE), (f"新的{noun}" if now else "", COME))
        swap = tuple(Part(text=text, kind=kind) for text, kind in texts if text)
    return Change(where=line.where, parts=(*swap, *around(line.parts)))


def _swap(where: str, before: str, after: str) -> Change:
    return Change(where=where, parts=(Part(text=before, kind=GONE), Part(text=after, kind=COME)))

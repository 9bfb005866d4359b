"""The figures as a workbook for Excel: every item, every column, every day."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter
from django.db.models import QuerySet

from hefa.publish.counts.counted import row_of, sums_by_column
from hefa.publish.models import PublicationItem, ReadCount
from hefa.ui.workbook import OPTIONS, Book

_ITEMS: Sequence[tuple[str, int]] = (
    ("标题", 44), ("栏目", 16), ("公众号", 18), ("发布时间", 17),
    ("阅读人数", 11), ("分享人数", 11), ("数到哪天", 12),
)  # fmt: skip
_COLUMNS: Sequence[tuple[str, int]] = (
    ("栏目", 20),
    ("篇数", 9),
    ("阅读人数", 11),
    ("分享人数", 11),
)
_DAYS: Sequence[tuple[str, int]] = (
    ("日期", 12),
    ("标题", 44),
    ("阅读人数", 11),
    ("分享人数", 11),
    ("是否定数", 11),
)


def workbook_of(items: QuerySet[PublicationItem], *, title: str) -> bytes:
    """Return `items`, from `counted_items`, as the bytes of an .xlsx file."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        workbook.set_properties({"title": title})
        book = Book(workbook)
        book.table("逐篇", _ITEMS, [_item(row_of(item)) for item in items])
        book.table("按栏目", _COLUMNS, [list(row.values()) for row in sums_by_column(items)])
        book.table("逐日", _DAYS, _days(items))
    return target.getvalue()


def _item(row: dict[str, Any]) -> list[Any]:
    names = ("title", "column", "account", "published_at", "reads", "shares", "counted_to")
    return [row[name] for name in names]


def _days(items: QuerySet[PublicationItem]) -> list[list[Any]]:
    counts = ReadCount.objects.filter(item__in=items.order_by().values("pk"))
    rows = counts.select_related("item__version").order_by("day", "item_id")
    return [
        [
            count.day,
            count.item.version.title,
            count.read_users,
            count.share_users,
            "是" if count.is_final else "还会变",
        ]
        for count in rows
    ]

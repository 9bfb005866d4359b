"""How the kinds of manuscript and the fields of their forms are called on the page."""

from collections.abc import Mapping
from typing import Final

from hefa.core.change import Manner
from hefa.core.column_form import FORM
from hefa.core.package import Kind
from hefa.core.regulation import Regulation

KINDS: Final[Mapping[str, str]] = {
    Kind.ARTICLE: "发布",
    Kind.CORRECTION: "更正",
    Kind.TAKE_DOWN: "撤稿",
    Kind.COLUMN_CHANGE: "栏目变动",
}
MANNERS: Final = (
    (Manner.EDIT.value, "小改：只改几个字，最多 20 个字，链接不变"),
    (Manner.ANEW.value, "重发：先撤下再发新的，链接会变，转发过的旧链接打不开"),
)
TYPES: Final = (
    ("", "请选择"),
    ("add", "新增"),
    ("rename", "更名"),
    ("merge", "合并"),
    ("move", "移动"),
    ("close", "停用"),
    ("content", "内容调整"),
    ("structure", "结构调整"),
    ("menu", "菜单调整"),
)
LEGACY_PLANS: Final = (
    ("", "请选择"),
    ("keep", "保留"),
    ("move", "迁移"),
    ("take_down", "下架"),
)
BUTTON_KINDS: Final[Mapping[str, str]] = {
    "view": "打开网页",
    "article_id": "打开文章",
    "click": "发出口令",
}
LABELS: Final[Mapping[str, str]] = {
    "change_type": "变动类型",
    "reason": "变动理由与依据",
    "purpose": "栏目定位与主要内容",
    "provider": "信息提供单位",
    "owner": "责任人",
    "legacy_plan": "历史内容处理",
    "impact": "影响",
    "due_on": "计划完成时间",
    "announced": "公告方式",
    "note": "备注",
}


def labels_of(regulation: Regulation | None) -> dict[str, str]:
    """Return the label of every field of a column change: first those of the regulation's form."""
    form = regulation.form(FORM) if regulation is not None else None
    fields = form.fields if form is not None else ()
    named = {field.key: field.label for field in fields if field.key in LABELS}
    return {**named, **LABELS, **named}


def said(name: str, value: str) -> str:
    """Return the value of a form's field in words."""
    chosen = {"change_type": TYPES, "legacy_plan": LEGACY_PLANS}.get(name, ())
    return dict(chosen).get(value, value)

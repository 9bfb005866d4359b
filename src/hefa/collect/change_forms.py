"""The forms of a take-down and of a column change; what they refuse, they say in place."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from hefa.collect.change_words import LEGACY_PLANS, TYPES, labels_of
from hefa.core.change import MOST_BUTTONS, MOST_UNDER_ONE, side
from hefa.core.column_form import PHONE, REASON, asked_by
from hefa.core.regulation import Regulation
from hefa.registry.forms import PlainForm, day_field

NEW_COLUMNS = 2
_WRONG_DAYS = "天数请写 1 到 366。"
KEPT = "kept"
LONG = 300  # characters; a field that takes as many has the whole width
CONTACT = "contact"
BUTTON_TYPES = (
    ("", "没有（下面有按钮，或不用）"),
    ("view", "打开网页"),
    ("article_id", "打开一篇文章"),
    ("click", "发出口令"),
)


class TakeDownForm(PlainForm):
    """Why something that is out is to go."""

    reason = forms.CharField(
        label="撤下的理由",
        max_length=300,
        required=False,
        help_text="审核的人会看到，也记入台账。",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(
        label="联系电话", max_length=60, required=False, help_text="审核人联系您用，不会公开。"
    )
    lock = forms.IntegerField(widget=forms.HiddenInput)

    def change(self, before: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the take-down changes, as given."""
        return {**before, "reason": self.cleaned_data["reason"].strip()}


class ColumnChangeForm(PlainForm):
    """The column change sheet 栏目变动审核单: what is asked, the columns, and the menu 3 × 5.

    The regulation's form says which fields are asked, in which order and words; the reason is
    asked in any case. What is not asked stays as it was.
    """

    change_type = forms.ChoiceField(required=False, choices=TYPES)
    reason = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    purpose = forms.CharField(
        max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    provider = forms.CharField(max_length=60, required=False)
    owner = forms.CharField(max_length=40, required=False)
    legacy_plan = forms.ChoiceField(required=False, choices=LEGACY_PLANS)
    impact = forms.CharField(max_length=300, required=False)
    due_on = day_field("", required=False)
    announced = forms.CharField(max_length=60, required=False)
    note = forms.CharField(max_length=300, required=False)
    contact = forms.CharField(max_length=60, required=False, help_text="审核人联系您用，不会公开。")
    lock = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *arguments: Any,
        change: Mapping[str, Any],
        regulation: Regulation | None,
        **options: Any,
    ) -> None:
        self.base = change
        self._asked = _asked(regulation)
        told = {name: change.get(name, "") for name in self._asked}
        options["initial"] = {**told, **options.get("initial", {})}
        super().__init__(*arguments, **options)
        declared = self.fields
        self.fields = {name: declared[name] for name in (*self._asked, "lock")}
        for name, (label, _) in self._asked.items():
            self.fields[name].label = label
        self.fields.update({**_column_fields(change), **_menu_fields(change)})
        self.dress()

    @property
    def asked(self) -> list[dict[str, Any]]:
        """What the regulation's form asks, in its order."""
        return [
            {
                "field": self[name],
                "is_required": is_required,
                "is_wide": (getattr(self.fields[name], "max_length", None) or 0) >= LONG,
            }
            for name, (_, is_required) in self._asked.items()
        ]

    @property
    def columns(self) -> list[dict[str, BoundField]]:
        """The rows of columns; the last ones are for new columns."""
        return [
            {name: self[f"column-{row}-{name}"] for name in ("name", "days", "open")}
            for row in range(self._column_count)
        ]

    @property
    def menu(self) -> list[dict[str, Any]]:
        """The buttons on top, each with those below it."""
        return [
            {
                **self._button(f"menu-{top}"),
                "place": top + 1,
                "below": [self._button(f"menu-{top}-{row}") for row in range(MOST_UNDER_ONE)],
            }
            for top in range(MOST_BUTTONS)
        ]

    def change(self) -> dict[str, Any]:
        """Return what the sheet changes, as given; the trees before stay as they were."""
        return {
            **self.base,
            **{name: _plain(value) for name, value in self._told().items() if name != CONTACT},
            "columns": {
                "before": side(self.base, "columns", "before"),
                "after": list(self._columns_given()),
            },
            "menu": {
                "before": side(self.base, "menu", "before"),
                "after": list(self._menu_given()),
            },
        }

    def contact_given(self, before: str) -> str:
        """Return the number under which the author is reached; `before` where it is not asked."""
        return _plain(self._told().get(CONTACT, before))

    def _told(self) -> dict[str, Any]:
        """Return what the page asked: one that was made before a field was asked leaves it."""
        return {name: self.cleaned_data[name] for name in self._asked if name in self.data}

    @property
    def _column_count(self) -> int:
        return len(side(self.base, "columns", "before")) + NEW_COLUMNS

    def _button(self, prefix: str) -> dict[str, BoundField]:
        return {name: self[f"{prefix}-{name}"] for name in ("name", "type", "value", "more")}

    def _columns_given(self) -> Iterator[dict[str, Any]]:
        before = side(self.base, "columns", "before")
        for row in range(self._column_count):
            given = {part: self.cleaned_data[f"column-{row}-{part}"] for part in ("name", "days")}
            name = given["name"].strip()
            if row < len(before):
                kept = before[row]
                yield {
                    "key": kept["key"],
                    "name": name or kept["name"],
                    "update_cycle_days": given["days"] or kept["update_cycle_days"],
                    "is_open": self.cleaned_data[f"column-{row}-open"],
                }
            elif name:
                days = given["days"] or 30
                yield {"key": "", "name": name, "update_cycle_days": days, "is_open": True}

    def _menu_given(self) -> Iterator[dict[str, Any]]:
        for top in range(MOST_BUTTONS):
            below = [
                button
                for row in range(MOST_UNDER_ONE)
                if (button := self._button_given(f"menu-{top}-{row}"))
            ]
            button = self._button_given(f"menu-{top}", has_below=bool(below))
            if button or below:
                yield {**(button or {"name": "", "type": "", "value": ""}), "sub": below}

    def _button_given(self, prefix: str, *, has_below: bool = False) -> dict[str, Any]:
        """Return the button as given; empty when its place is not used."""
        given = {part: self.cleaned_data[f"{prefix}-{part}"] for part in ("name", "type", "value")}
        name, kind, value = (given[part].strip() for part in ("name", "type", "value"))
        if has_below:
            return {"name": name, "type": "", "value": ""}
        if kind == KEPT:
            return {"name": name, **json.loads(self.cleaned_data[f"{prefix}-more"])}
        return {"name": name, "type": kind, "value": value} if name or value else {}


def _asked(regulation: Regulation | None) -> dict[str, tuple[str, bool]]:
    """Return the label of each field that is asked, and whether it is required, in order."""
    found = {
        CONTACT if field.key == PHONE else field.key: (field.label, field.is_required)
        for field in asked_by(regulation)
    }
    why = {REASON: (labels_of(regulation)[REASON], True)}
    return {**found, **why} if REASON in found else {**why, **found}


def _plain(value: date | str | None) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "").strip()


def _column_fields(change: Mapping[str, Any]) -> dict[str, forms.Field]:
    """Return the fields of every column there is, as it is to be, and of new ones."""
    found: dict[str, forms.Field] = {}
    before, after = (side(change, "columns", when) for when in ("before", "after"))
    new = [column for column in after if not column["key"]]
    known = {column["key"]: column for column in after if column["key"]}
    rows = [known.get(column["key"], column) for column in before] + new[:NEW_COLUMNS]
    for row in range(len(before) + NEW_COLUMNS):
        column = rows[row] if row < len(rows) else {}
        found[f"column-{row}-name"] = forms.CharField(
            label="栏目名称", max_length=40, required=False, initial=column.get("name", "")
        )
        found[f"column-{row}-days"] = forms.IntegerField(
            label="多少天内更新",
            min_value=1,
            max_value=366,
            required=False,
            initial=column.get("update_cycle_days"),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _WRONG_DAYS),
        )
        found[f"column-{row}-open"] = forms.BooleanField(
            label="启用", required=False, initial=column.get("is_open", True)
        )
    return found


def _menu_fields(change: Mapping[str, Any]) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    tops = side(change, "menu", "after")
    for top in range(MOST_BUTTONS):
        button = tops[top] if top < len(tops) else {}
        below = list(button.get("sub", ()))
        found |= _button_fields(f"menu-{top}", button)
        for row in range(MOST_UNDER_ONE):
            entry = below[row] if row < len(below) else {}
            found |= _button_fields(f"menu-{top}-{row}", entry)
    return found


def _button_fields(prefix: str, button: Mapping[str, Any]) -> dict[str, forms.Field]:
    """Return the fields of one place; a button of a kind not edited here can be kept as it is."""
    kind = str(button.get("type", ""))
    is_known = kind in dict(BUTTON_TYPES)
    rest = {name: value for name, value in button.items() if name not in ("name", "sub")}
    kinds = BUTTON_TYPES if is_known else (*BUTTON_TYPES, (KEPT, "照原样"))
    return {
        f"{prefix}-name": forms.CharField(
            label="按钮名称", max_length=30, required=False, initial=button.get("name", "")
        ),
        f"{prefix}-type": forms.ChoiceField(
            label="点了怎么样",
            required=False,
            choices=kinds,
            initial=kind if is_known else KEPT,
        ),
        f"{prefix}-value": forms.CharField(
            label="网址、文章或口令",
            max_length=1024,
            required=False,
            initial=button.get("value", "") if is_known else "",
        ),
        f"{prefix}-more": forms.CharField(
            required=False,
            widget=forms.HiddenInput,
            initial="" if is_known else json.dumps(rest, ensure_ascii=False, sort_keys=True),
        ),
    }

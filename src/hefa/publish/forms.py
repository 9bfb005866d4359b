"""The form that puts released sheets into one publication, in their order."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone

if TYPE_CHECKING:
    from django.http import QueryDict

MOST_PLACES = 8
NOW, PLANNED = "now", "planned"
FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")


class QueueForm(forms.Form):
    """Ticked sheets with their places and, when planned, the moment."""

    when = forms.ChoiceField(choices=((NOW, "现在发布"), (PLANNED, "定时发布")), required=False)
    only = forms.CharField(required=False, max_length=40)
    planned_at = forms.DateTimeField(
        label="发布时间",
        required=False,
        input_formats=FORMATS,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": "form-control"}, format=FORMATS[0]
        ),
        error_messages={"invalid": "时间没有写对。请照 2026-11-23 09:00 这样写。"},
    )

    def __init__(self, *arguments: Any, now: datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.now = now
        self.fields["planned_at"].widget.attrs["min"] = f"{timezone.localtime(now):%Y-%m-%dT%H:%M}"

    @property
    def ticked(self) -> list[str]:
        """The sheet numbers that were ticked, as they stand on the page."""
        return cast("QueryDict", self.data).getlist("sheet") if self.is_bound else []

    def place_of(self, number: str) -> str:
        """Return what was typed as the place of sheet `number`."""
        return str(self.data.get(f"place_{number}", "")).strip() if self.is_bound else ""

    def clean(self) -> dict[str, Any]:
        """Return what is to go out: `numbers` in order and `planned_at`, None for now."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        is_planned = given.get("when") == PLANNED
        if is_planned and not self.errors.get("planned_at"):
            self._check_moment(given.get("planned_at"))
        only = given.get("only") or ""
        numbers = [only] if only and not is_planned else self._in_order(self.ticked)
        if not numbers:
            raise forms.ValidationError("还没有勾选。请在要发的稿件前打勾。")
        return {
            **given,
            "numbers": numbers,
            "planned_at": given.get("planned_at") if is_planned else None,
        }

    def _check_moment(self, planned_at: datetime | None) -> None:
        if planned_at is None:
            self.add_error("planned_at", "定时发布要选时间。请选一个之后的时间。")
        elif planned_at <= self.now:
            self.add_error("planned_at", "这个时间已经过了。请选一个之后的时间。")

    def _in_order(self, numbers: Iterable[str]) -> list[str]:
        """Return `numbers` by their places; those without one come last, as on the page."""
        places: dict[str, int] = {}
        for number in numbers:
            typed = self.place_of(number)
            if typed and not (typed.isdecimal() and 1 <= int(typed) <= MOST_PLACES):
                raise forms.ValidationError("位置请选 1 到 8，1 是头条。")
            places[number] = int(typed) if typed else MOST_PLACES + 1
        taken = [place for place in places.values() if place <= MOST_PLACES]
        if len(set(taken)) < len(taken):
            raise forms.ValidationError("有两篇选了同一个位置。请改成不同的。")
        return sorted(places, key=lambda number: places[number])

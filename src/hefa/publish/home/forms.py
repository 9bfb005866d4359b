"""The forms of publishing: what goes out together and when; taking back what was handed over."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone

if TYPE_CHECKING:
    from django.http import QueryDict

NOW, PLANNED = "now", "planned"
FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M")


class QueueForm(forms.Form):
    """The sheets of the day's issue in their order and, when planned, the moment."""

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
    urgent = forms.BooleanField(
        label="紧急，不发布的时段也发",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(self, *arguments: Any, now: datetime, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.now = now
        self.fields["planned_at"].widget.attrs["min"] = f"{timezone.localtime(now):%Y-%m-%dT%H:%M}"

    @property
    def numbers(self) -> list[str]:
        """The sheet numbers of the issue, in their order, as they stand on the page."""
        given = cast("QueryDict", self.data).getlist("sheet") if self.is_bound else []
        return list(dict.fromkeys(number for number in given if number))

    def clean(self) -> dict[str, Any]:
        """Return what is to go out: `numbers` in order and `planned_at`, None for now."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        is_planned = given.get("when") == PLANNED
        if given.get("when") == NOW and given.get("planned_at") is not None:
            self.add_error("planned_at", "填了时间。到时再发，请点“定时发布”；现在发，请清空时间。")
        if is_planned and not self.errors.get("planned_at"):
            self._check_moment(given.get("planned_at"))
        only = given.get("only") or ""
        numbers = [only] if only and not is_planned else self.numbers
        if not numbers:
            raise forms.ValidationError("今日一期里还没有稿件。请先加进来。")
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


def _word(label: str) -> forms.BooleanField:
    """Return the tick by which a person vouches for something."""
    box = forms.CheckboxInput(attrs={"class": "form-check-input"})
    return forms.BooleanField(label=label, required=False, widget=box)


def _reason(label: str) -> forms.CharField:
    """Return the box in which they say why."""
    box = forms.Textarea(attrs={"class": "form-control", "rows": 2})
    return forms.CharField(label=label, required=False, max_length=200, widget=box)


class GoneForm(forms.Form):
    """A person's word that articles were out and are gone, and how they know."""

    gone_sure = _word("我用手机看过，文章发出过，现在打不开了")
    gone_words = _reason("写明是怎么知道的")


class WithdrawForm(forms.Form):
    """A person's word that nothing was published, and why it is taken back."""

    sure = _word("我到公众号后台看过，没有发表")
    words = _reason("写明原因")

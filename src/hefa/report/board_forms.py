"""What a reader of the board asks for: states, kinds, posts, a day; and a period to report on."""

from collections.abc import Iterable
from datetime import date

from django import forms

from hefa.core.duty import Standing
from hefa.core.regulation import Kind, Post
from hefa.report.looks import KINDS, LOOK
from hefa.report.wall import Wanted

_SELECT = {"class": "form-select"}


class BoardFilter(forms.Form):
    """State, kind, post and day; what cannot be read is said beside its field and left out."""

    standing = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部状态"), *((key.value, look["label"]) for key, look in LOOK.items())],
        widget=forms.Select(_SELECT),
    )
    kind = forms.ChoiceField(
        label="种类",
        required=False,
        choices=[("", "全部种类"), *((key.value, label) for key, label in KINDS.items())],
        widget=forms.Select(_SELECT),
    )
    post = forms.ChoiceField(label="谁来办", required=False, widget=forms.Select(_SELECT))
    day = forms.DateField(
        label="看某一天",
        required=False,
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "看不懂这个日期。请按 2026-11-20 这样写，或者从日历里选。"},
    )

    def __init__(self, *args: object, posts: Iterable[Post], today: date) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as they came
        self.today = today
        field = self.fields["post"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [("", "所有岗位"), *((post.key, post.label) for post in posts)]
        self.fields["day"].widget.attrs["max"] = today.isoformat()

    def clean_day(self) -> date | None:
        """Return the day asked for; a day still to come cannot be known."""
        day: date | None = self.cleaned_data["day"]
        if day is not None and day > self.today:
            raise forms.ValidationError("这一天还没有到，看不了。请选今天或更早的一天。")
        return day

    def wanted(self) -> Wanted:
        """Return which controls are asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            standing=Standing(asked["standing"]) if asked.get("standing") else None,
            kind=Kind(asked["kind"]) if asked.get("kind") else None,
            post=asked.get("post", ""),
        )

    def day_before(self) -> date | None:
        """Return the day asked for when it is one before today, else None."""
        self.is_valid()
        day: date | None = self.cleaned_data.get("day")
        return day if day != self.today else None

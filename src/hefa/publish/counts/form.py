"""What a reader of the figures asks for: a month, a column, an account, a word."""

from collections.abc import Sequence

from django import forms

from hefa.publish.counts.counted import Wanted
from hefa.registry.models import Column, OfficialAccount

_SELECT = {"class": "form-select"}


class CountsFilter(forms.Form):
    """Month, column, account and title; a value that is not offered is left out."""

    month = forms.ChoiceField(label="发布月份", required=False, widget=forms.Select(_SELECT))
    column = forms.ChoiceField(label="栏目", required=False, widget=forms.Select(_SELECT))
    account = forms.ChoiceField(label="公众号", required=False, widget=forms.Select(_SELECT))
    q = forms.CharField(
        label="标题",
        required=False,
        max_length=60,
        widget=forms.TextInput({"class": "form-control", "type": "search"}),
    )

    def __init__(self, *args: object, months: Sequence[str]) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # passed on as they came
        accounts = OfficialAccount.objects.order_by("pk").values_list("key", "name")
        offered = {
            "month": [("", "全部月份"), *((month, _label(month)) for month in months)],
            "column": [("", "全部栏目"), *Column.objects.values_list("key", "name")],
            "account": [("", "全部公众号"), *accounts],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
            field.choices = choices
        if len(offered["account"]) <= 2:  # noqa: PLR2004  # all, and the only one
            del self.fields["account"]

    def wanted(self) -> Wanted:
        """Return which items are asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            month=asked.get("month", ""),
            column=asked.get("column", ""),
            account=asked.get("account", ""),
            words=asked.get("q", "").strip(),
        )


def _label(month: str) -> str:
    year, number = month.split("-")
    return f"{year} 年 {int(number)} 月"

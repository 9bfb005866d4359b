"""The form for a term on the organisation's own list."""

from django import forms

from hefa.check.actions import TermEntry
from hefa.check.words import WORDS
from hefa.core.finding import Severity


class TermForm(forms.Form):
    """A term, why it is there, how grave a hit is, and the last day it counts."""

    term = forms.CharField(label="词", max_length=60)
    reason = forms.CharField(
        label="理由", max_length=200, help_text="写清为什么要查，别人才看得懂。"
    )
    severity = forms.ChoiceField(
        label="级别",
        choices=[(kind.value, WORDS[f"check.severity.{kind.value}"]) for kind in Severity],
        initial=Severity.WARN.value,
    )
    expires_on = forms.DateField(
        label="用到哪天",
        required=False,
        help_text="不填就一直用。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a request's POST or nothing
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    def entry(self) -> TermEntry:
        """Return what was typed as the action wants it."""
        given = self.cleaned_data
        return TermEntry(
            term=given["term"],
            reason=given["reason"],
            severity=Severity(given["severity"]),
            expires_on=given["expires_on"],
        )

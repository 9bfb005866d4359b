"""What a reader of the ledger may ask for."""

from django import forms

from hefa.people.models import Person
from hefa.report.ledger_page import GROUPS, Wanted

_SELECT = {"class": "form-select"}
_INPUT = {"class": "form-control"}


class LedgerFilter(forms.Form):
    """Words, kind, person and days; whatever cannot be read is left out."""

    q = forms.CharField(
        label="标题、单号、经手人",
        required=False,
        max_length=60,
        widget=forms.TextInput({**_INPUT, "type": "search"}),
    )
    group = forms.ChoiceField(
        label="事项",
        required=False,
        choices=[("", "全部事项"), *((key, label) for key, (label, _) in GROUPS.items())],
        widget=forms.Select(_SELECT),
    )
    person = forms.ChoiceField(label="经手人", required=False, widget=forms.Select(_SELECT))
    since = forms.DateField(
        label="从", required=False, widget=forms.DateInput({**_INPUT, "type": "date"})
    )
    until = forms.DateField(
        label="到", required=False, widget=forms.DateInput({**_INPUT, "type": "date"})
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        people = Person.objects.values_list("key", "display_name")
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [("", "所有人"), ("machine", "本机"), *people]

    def wanted(self) -> Wanted:
        """Return what is asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(
            group=asked.get("group", ""),
            person=asked.get("person", ""),
            since=asked.get("since"),
            until=asked.get("until"),
            words=asked.get("q", "").strip(),
        )

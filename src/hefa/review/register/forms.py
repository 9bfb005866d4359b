"""What a reader of the register may ask for, as a form of filters."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.forms import BoundField
from django.http import QueryDict

from hefa.collect.change_words import KINDS
from hefa.core.review import Act, State
from hefa.people.models import Person
from hefa.registry.adopted import parsed
from hefa.registry.labels import category_labels
from hefa.registry.models import AdoptedRegulation, Column, OfficialAccount, Unit
from hefa.review.register.queries import Wanted
from hefa.ui.words import sentence

_SELECT: Final = {"class": "form-select"}
_INPUT: Final = {"class": "form-control"}
_DAY: Final = {**_INPUT, "type": "date"}
FIRST: Final = ("q", "state", "unit", "since", "until")
STATES: Final = (
    ("", "全部"),
    ("waiting", "还在办"),
    ("overdue", "过了期限"),
    *((act.value, f"等{{{act.value}}}") for act in (Act.ENDORSE, Act.APPROVE, Act.DELIVER)),
    (Act.RELEASE.value, "等{release}"),
    (State.RELEASED.value, "已核发"),
    ("void", "作废（退回、撤回）"),
    (State.RETURNED.value, "已退回"),
    (State.RECALLED.value, "已撤回"),
)
ARCHIVED: Final = (
    ("", "全部"),
    ("no", "办完了，还没归档"),
    ("yes", "已归档"),
    ("due", "保管期满，可以处置"),
)
SORTS: Final = (
    ("", "新的在前"),
    ("oldest", "早的在前"),
    ("ended", "最近办结的在前"),
    ("waiting", "等得久的在前"),
    ("unit", "按单位"),
)


class RegisterFilter(forms.Form):
    """Words, state, unit, days and the rest; whatever is not offered is left out."""

    q = forms.CharField(
        label="标题、正文、单号、意见",
        required=False,
        max_length=60,
        widget=forms.TextInput({**_INPUT, "type": "search"}),
    )
    state = forms.ChoiceField(label="状态", required=False, widget=forms.Select(_SELECT))
    unit = forms.ChoiceField(label="单位", required=False, widget=forms.Select(_SELECT))
    since = forms.DateField(label="送审从", required=False, widget=forms.DateInput(_DAY))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(_DAY))
    category = forms.ChoiceField(label="类别", required=False, widget=forms.Select(_SELECT))
    kind = forms.ChoiceField(label="办什么", required=False, widget=forms.Select(_SELECT))
    route = forms.ChoiceField(label="审核路线", required=False, widget=forms.Select(_SELECT))
    author = forms.ChoiceField(label="拟稿人", required=False, widget=forms.Select(_SELECT))
    approver = forms.ChoiceField(label="审批人", required=False, widget=forms.Select(_SELECT))
    column = forms.ChoiceField(label="栏目", required=False, widget=forms.Select(_SELECT))
    account = forms.ChoiceField(label="公众号", required=False, widget=forms.Select(_SELECT))
    archived = forms.ChoiceField(
        label="归档", required=False, choices=ARCHIVED, widget=forms.Select(_SELECT)
    )
    sort = forms.ChoiceField(
        label="排列", required=False, choices=SORTS, widget=forms.Select(_SELECT)
    )

    def __init__(self, asked: QueryDict) -> None:
        super().__init__(asked)
        people = list(Person.objects.order_by("display_name").values_list("key", "display_name"))
        adopted = [parsed(one) for one in AdoptedRegulation.objects.order_by("pk")]
        routes = {key: label for one in adopted for key, label in one.route_labels.items()}
        accounts = list(OfficialAccount.objects.order_by("pk").values_list("key", "name"))
        self._offer("state", [(key, _state(label)) for key, label in STATES])
        self._offer("unit", Unit.objects.values_list("key", "name"), every=True)
        self._offer("category", category_labels().items(), every=True)
        self._offer("kind", KINDS.items(), every=True)
        self._offer("route", routes.items(), every=True)
        self._offer("author", people, every=True)
        self._offer("approver", people, every=True)
        self._offer("column", Column.objects.values_list("key", "name"), every=True)
        self._offer("account", accounts, every=True)
        if len(accounts) < 2:  # noqa: PLR2004  # nothing to choose between
            del self.fields["account"]

    def first(self) -> list[BoundField]:
        """Return the fields that are always in sight."""
        return [self[name] for name in FIRST]

    def more(self) -> list[BoundField]:
        """Return the fields behind 更多条件."""
        return [self[name] for name in self.fields if name not in FIRST]

    def wanted(self) -> Wanted:
        """Return what is asked for."""
        asked = self.asked()
        return Wanted(words=str(asked.pop("q", "")).strip(), **asked)

    def query(self) -> str:
        """Return what is asked for as the parameters of an address, in one order."""
        return urlencode(self.asked())

    def is_more_asked(self) -> bool:
        """Whether a field behind 更多条件 is filled in."""
        return bool(self.asked().keys() - set(FIRST))

    def asked(self) -> dict[str, Any]:
        """Return the fields that were filled in and could be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def _offer(self, name: str, choices: Iterable[tuple[str, str]], *, every: bool = False) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        listed: Sequence[tuple[str, str]] = [*choices]
        field.choices = [("", "全部"), *listed] if every else listed


def wanted_of(query: str) -> Wanted:
    """Return what a kept query asks for."""
    return RegisterFilter(QueryDict(query)).wanted()


def _state(label: str) -> str:
    return label.format_map({act.value: sentence(act.value) for act in Act})

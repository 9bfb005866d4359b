"""The forms of an adoption: the file, who takes which post, the day it begins."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _

from hefa.registry.forms import PlainForm, day_field

LARGEST_REGULATION = 200_000
MOST_SEATS = 300
Choices = Sequence[tuple[object, str]]


class RegulationForm(PlainForm):
    """A version of the regulation, as the file that technical support hands over."""

    text = forms.FileField(label=_("制度文件"), help_text=_("技术支持给的 .toml 文件，原文照存。"))

    file_name = ""

    def clean_text(self) -> str:
        """Return the text of the file, whose name is kept beside it."""
        upload = self.cleaned_data["text"]
        self.file_name = upload.name
        if upload.size > LARGEST_REGULATION:
            raise forms.ValidationError(_("文件太大。请核对是不是制度文件。"))
        try:
            return str(upload.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("文件读不出来。请技术支持存成 UTF-8 文字再试。")
            ) from None


def _person(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, required=False, coerce=int, empty_value=None)


class SeatForm(PlainForm):
    """One line of a post: the unit, who holds it there, and who stands in."""

    post = forms.CharField(widget=forms.HiddenInput)
    unit = forms.ChoiceField(label=_("单位"), required=False)
    holder = _person(_("正岗"))
    deputy = _person(_("副岗"))

    def __init__(self, *args: Any, units: Choices, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("unit", units), ("holder", people), ("deputy", people)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
            field.choices = [("", "—"), *choices]

    def clean(self) -> dict[str, Any]:
        """Return the line; a person needs a unit, and nobody stands in for themselves."""
        given = super().clean() or self.cleaned_data
        holder, deputy = given.get("holder"), given.get("deputy")
        if (holder or deputy) and not given.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("选了人，还要选单位。"))
        if holder and holder == deputy:
            self.add_error("deputy", _("正岗和副岗不能是同一个人。"))
        return given


class EffectiveForm(PlainForm):
    """The day on which a version begins, and which state of its preparation was read."""

    effective_on = day_field(_("从哪一天起"), _("今天或以后的一天。任职也从这天起算。"))
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)


Seats = formset_factory(
    SeatForm, extra=0, max_num=MOST_SEATS, absolute_max=MOST_SEATS, validate_max=True
)

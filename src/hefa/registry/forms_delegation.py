"""The form of a delegation."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from hefa.people.models import Person
from hefa.registry.forms import PlainForm, day_field


class DelegationForm(PlainForm):
    """Who acts for the holder of a post, and from which day to which."""

    person = forms.ModelChoiceField(
        label=_("委托给谁"), queryset=Person.objects.none(), empty_label=_("请选")
    )
    starts_on = day_field(_("第一天"))
    ends_on = day_field(_("最后一天"), _("过了这一天自动收回。"))

    def __init__(self, *args: Any, holder: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Person.objects.filter(is_active=True).exclude(pk=holder.pk)
        cast("forms.ModelChoiceField[Person]", self.fields["person"]).queryset = others.order_by(
            "display_name"
        )

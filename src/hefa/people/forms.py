"""The form by which a person sets the first password."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hefa.people.models import Person
from hefa.people.passwords import check_rules
from hefa.ui.words import sentence


def password_field(label: Any, *, is_new: bool, help_text: str = "") -> forms.CharField:
    """Return a field for a password; what was typed is not trimmed and not shown again."""
    widget = forms.PasswordInput(
        attrs={
            "class": "form-control",
            "autocomplete": "new-password" if is_new else "current-password",
        }
    )
    return forms.CharField(
        label=label,
        strip=False,
        max_length=200,
        widget=widget,
        help_text=help_text,
        error_messages={"required": _("请填写这一项。")},
    )


class FirstPasswordForm(forms.Form):
    """A password, twice."""

    password1 = password_field(_("新密码"), is_new=True)
    password2 = password_field(_("再输一遍新密码"), is_new=True)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password1"].help_text = sentence("people.password_help")

    def clean_password1(self) -> str:
        """Return the password when it keeps the rules."""
        password = str(self.cleaned_data["password1"])
        check_rules(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Return the fields when both passwords are the same."""
        cleaned = super().clean() or self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", sentence("people.passwords_differ"))
        return cleaned

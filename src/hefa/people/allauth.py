"""The one module that touches allauth: its adapter, its views, its signal."""

from typing import Any

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.signals import user_logged_in
from allauth.account.utils import perform_login
from allauth.core import context
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hefa.core.errors import Refused, reason
from hefa.people import actions
from hefa.people.forms import password_field
from hefa.people.models import Person
from hefa.people.passwords import check_rules
from hefa.people.queries import PASSWORD_MAX_DAYS, password_age
from hefa.people.request import MomentRequest
from hefa.ui.words import sentence

_SAID = {
    "account/messages/logged_out.txt": "people.signed_out",
    "account/messages/password_changed.txt": "people.password_saved",
}


class _Words(dict[str, str]):
    """Finds the words when an error is shown: they are not yet there when this is read."""

    def __getitem__(self, key: str) -> str:
        return sentence(super().__getitem__(key))


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Closes self-registration and hands every act to `people.actions`."""

    error_messages = _Words(
        {
            "username_password_mismatch": "people.sign_in_wrong",
            "account_inactive": "people.sign_in_wrong",
            "too_many_login_attempts": "people.sign_in_too_often",
            "enter_current_password": "people.old_password_wrong",
        }
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody registers by themselves."""
        del request
        return False

    def authenticate(self, request: MomentRequest, **credentials: Any) -> Person | None:
        """Return the person whose name and password these are; None for a closed account too."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None and not person.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return person

    def authentication_failed(self, request: MomentRequest, **credentials: Any) -> None:
        """Record the failure."""
        actions.record_failed_sign_in(str(credentials.get("username", "")), now=request.now)

    def set_password(self, user: Person, password: str) -> None:
        """Change the password and write the ledger entry, in one transaction."""
        actions.change_password(user, password, now=context.request.now)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Say in our own words what happened, where it is worth saying."""
        del level, args, kwargs
        if message_template in _SAID:
            messages.success(request, sentence(_SAID[message_template]))


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is untyped
    """登录名 and 密码."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["login"]
        name.label = _("登录名")
        name.widget.attrs = {
            "class": "form-control",
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        name.error_messages["required"] = _("请填写登录名。")
        self.fields["password"] = password_field(_("密码"), is_new=False)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    """The present password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = password_field(_("现在的密码"), is_new=False)
        self.fields["password1"] = password_field(
            _("新密码"), is_new=True, help_text=sentence("people.password_help")
        )
        self.fields["password2"] = password_field(_("再输一遍新密码"), is_new=True)

    def clean_password1(self) -> str:
        """Return the new password when it keeps the rules."""
        password = str(self.cleaned_data["password1"])
        check_rules(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Return the fields when the new password is new and was typed the same twice."""
        cleaned: dict[str, Any] = self.cleaned_data
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", sentence("people.passwords_differ"))
        if first and first == cleaned.get("oldpassword"):
            self.add_error("password1", sentence("people.password_same"))
        return cleaned


class SignInView(views.LoginView):  # type: ignore[misc]  # allauth is untyped
    """The sign-in page; `next` brings the person back to where they were."""

    form_class = SignInForm
    template_name = "people/sign_in.html"


class PasswordView(views.PasswordChangeView):  # type: ignore[misc]  # allauth is untyped
    """The password page, with the age of the password. Source: 11."""

    form_class = NewPasswordForm
    template_name = "people/password.html"

    def get_default_success_url(self) -> str:
        """Return the page itself, which then shows the new age."""
        return reverse("account_change_password")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what the page shows."""
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        shown["age"] = password_age(self.request.user, self.request.now)
        shown["max_days"] = PASSWORD_MAX_DAYS
        return shown


sign_in_page = SignInView.as_view()
sign_out_page = views.LogoutView.as_view(template_name="people/sign_out.html")
password_page = PasswordView.as_view()


def confirm_password(request: MomentRequest, person: Person, password: str) -> None:
    """Return when `password` is that of `person`, who is signed in; it counts as a try to sign in.

    Raises Refused when it is not, or after too many tries. Source: V7.5.3.
    """
    try:
        is_right = get_adapter(request).reauthenticate(person, password)
    except ValidationError:
        raise Refused(reason("people.sign_in_too_often")) from None
    if not is_right:
        raise Refused(reason("people.old_password_wrong"))


def sign_in(request: HttpRequest, person: Person, *, then: str) -> HttpResponse:
    """Return the answer that signs `person` in and leads on to the address `then`."""
    answer: HttpResponse = perform_login(request, person, redirect_url=then)
    return answer


@receiver(user_logged_in)
def _signed_in(request: MomentRequest, user: Person, **_kwargs: Any) -> None:
    actions.record_sign_in(user, now=request.now)

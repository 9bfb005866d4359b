"""The one module that touches allauth: its adapter and its signals."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Closes self-registration: people are entered by the administrator."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody registers by themselves."""
        del request
        return False

"""What the tests of the editor's pages share."""

from collections.abc import Callable

from django.http import HttpResponse
from django.test import Client

SignIn = Callable[..., Client]


def text_of(response: HttpResponse) -> str:
    return response.content.decode()

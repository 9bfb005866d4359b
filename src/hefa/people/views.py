"""The page that a one-time sign-in link opens."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hefa.core.errors import Refused
from hefa.people.actions import use_sign_in_link
from hefa.people.allauth import sign_in
from hefa.people.forms import FirstPasswordForm
from hefa.people.queries import open_link
from hefa.people.request import MomentRequest

GONE = 410
UNPROCESSABLE = 422


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def first_sign_in(request: MomentRequest, token: str) -> HttpResponse:
    """Return the page that sets a password by a one-time link, then signs in.

    Opening the page does not use the link up: only the password does. Source: V6.4.1.
    """
    link = open_link(token, request.now)
    if link is None:
        return render(request, "people/link_closed.html", status=GONE)
    form = FirstPasswordForm(request.POST or None, person=link.person)
    if form.is_valid():
        try:
            person = use_sign_in_link(token, form.cleaned_data["password1"], now=request.now)
        except Refused:
            return render(request, "people/link_closed.html", status=GONE)
        return sign_in(request, person, then=reverse("desk:home"))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "people/first.html", {"form": form, "link": link}, status=status)

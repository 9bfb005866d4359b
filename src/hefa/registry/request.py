"""A signed-in person's request: who, in which posts, at which moment."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from hefa.core.review import Actor
from hefa.people.models import Person
from hefa.people.request import MomentRequest
from hefa.ui.going import go_to

P = ParamSpec("P")


class StaffRequest(MomentRequest):
    """A request that carries its moment, the person and the posts held at that moment."""

    actor: Actor
    person: Person


def staff_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Return `view` for signed-in people only; others are sent to sign in and come back.

    Whoever was signed out before pressing a button comes back to the page the button stands on.
    """
    inner = cast("Callable[..., HttpResponseBase]", login_required(_for_staff(view)))

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            return go_to(request, redirect_to_login(_page_before(request)).url)
        return inner(request, *args, **kwargs)

    return page


def _for_staff(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Return `view` as Django calls it."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        staff = cast("StaffRequest", request)
        staff.person = cast("Person", request.user)
        return view(staff, *args, **kwargs)

    return page


def _page_before(request: HttpRequest) -> str:
    """Return the address of the page whose button was pressed, if it is one of ours."""
    before = request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return "/"
    return urlsplit(before).path

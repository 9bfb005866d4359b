"""A signed-in person's request: who, in which posts, at which moment."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from hefa.core.review import Actor
from hefa.people.models import Person

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that carries its moment, the person and the posts held at that moment."""

    now: datetime
    actor: Actor
    person: Person


def staff_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Return `view` for signed-in people only; others are sent to sign in and come back."""

    @wraps(view)
    def page(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        staff = cast("StaffRequest", request)
        staff.person = cast("Person", request.user)
        return view(staff, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", login_required(page))

"""Puts the moment and the person's posts on each request; the clock is read here only."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from hefa.config.clock import now
from hefa.core.review import Actor, PersonId
from hefa.people.models import Person
from hefa.registry.access import actor_of
from hefa.registry.request import StaffRequest

NOBODY = Actor(person=PersonId(""))


class MomentMiddleware:
    """Sets `request.now`, read once, and `request.actor`, the posts held at that moment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the response of the view."""
        staff = cast("StaffRequest", request)
        staff.now = now()
        staff.actor = cast("Actor", SimpleLazyObject(lambda: _actor(staff)))
        return self.get_response(request)


def _actor(request: StaffRequest) -> Actor:
    person = request.user
    return actor_of(person, request.now) if isinstance(person, Person) else NOBODY

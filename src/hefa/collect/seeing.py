"""Which version a request may see; others look as if they were not there."""

from django.http import Http404

from hefa.collect.models import Version
from hefa.collect.queries import open_version
from hefa.core.errors import Conflict, reason
from hefa.core.review import PersonId, UnitKey
from hefa.core.rights import Item, Right, demand, reasons_against_right
from hefa.registry.request import StaffRequest


def version_seen(request: StaffRequest, version_pk: int) -> Version:
    """Return the version, when this person may see it. Raises Http404 otherwise."""
    version = open_version(version_pk)
    if version is None or reasons_against_right(Right.SEE_ITEM, request.actor, item_of(version)):
        raise Http404
    return version


def draft_written(request: StaffRequest, version_pk: int) -> Version:
    """Return an open version this person may write on.

    Raises Http404 for one they may not see, Refused for one they may not write on, Conflict for
    one that is frozen by now.
    """
    version = version_seen(request, version_pk)
    demand(Right.EDIT_DRAFT, request.actor, item_of(version))
    if version.frozen_at is not None:
        raise Conflict(reason("collect.saved_by_another"))
    return version


def item_of(version: Version) -> Item:
    """Return what a right is asked over: the manuscript's unit and author."""
    manuscript = version.manuscript
    return Item(unit=UnitKey(manuscript.unit.key), author=PersonId(manuscript.author.key))

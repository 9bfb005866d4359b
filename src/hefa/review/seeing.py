"""Which sheet a page is about: the one asked for, if this person may see it."""

from django.http import Http404

from hefa.collect.seeing import item_of
from hefa.core.rights import Right, reasons_against_right
from hefa.registry.request import StaffRequest
from hefa.review.models import ReviewSheet
from hefa.review.queries import with_everything


def sheet_seen(request: StaffRequest, number: str) -> ReviewSheet:
    """Return the sheet of this number. Raises Http404 when it is not for this person's eyes.

    Whoever was asked for advice on it sees it, too.
    """
    found = with_everything().filter(number=number).first()
    if found is None:
        raise Http404
    is_seen = not reasons_against_right(Right.SEE_ITEM, request.actor, item_of(found.version))
    if not is_seen and not found.advice.filter(asked_of=request.person).exists():
        raise Http404
    return found

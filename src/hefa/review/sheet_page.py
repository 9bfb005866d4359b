"""Everything the page of a sheet shows; its own acts and those beside it come back to it."""

from typing import Any

from hefa.check.pages import cards_of
from hefa.check.queries import look_at
from hefa.collect.change_pages import subject_of
from hefa.collect.seeing import item_of
from hefa.core.review import State
from hefa.core.rights import Right, reasons_against_right
from hefa.registry.adopted import parsed
from hefa.registry.labels import category_labels
from hefa.registry.request import StaffRequest
from hefa.review import pages, queries
from hefa.review.changes import note_reading
from hefa.review.models import ReviewSheet
from hefa.review.side_pages import side_of
from hefa.review.stated import stated_of


def sheet_page(request: StaffRequest, found: ReviewSheet) -> dict[str, Any]:
    """Return everything the page of a sheet shows; reading it is noted."""
    version = found.version
    look = look_at(version, now=request.now)
    decided = queries.with_look(queries.core_sheet(found), look, now=request.now)
    seen = queries.last_seen(request.person, version)
    changes = pages.changes_since(seen, version)
    note_reading(request.person, version, now=request.now)
    is_mine = version.manuscript.author_id == request.person.pk
    return {
        "sheet": found,
        "version": version,
        "row": pages.row_of(found, category_labels()),
        "steps": pages.steps_of(found, request.now),
        "opinions": pages.opinions_of(found, request.now),
        "decision": pages.decision_of(decided, request.actor),
        "machine": pages.machine_of(look),
        "is_guest": bool(reasons_against_right(Right.SEE_ITEM, request.actor, item_of(version))),
        "cards": cards_of(look) if look.unanswered_count else [],
        "changes": changes,
        "seen": seen,
        "counts": pages.counts_of(version),
        "subject": subject_of(version, parsed(found.regulation)),
        "stated": stated_of(version, look, parsed(found.regulation)),
        "side": side_of(found, request.person, request.now),
        "can_revise": is_mine and found.ended in (State.RETURNED, State.RECALLED),
    }

"""Reads that prove how items were reviewed: each name is the claim it proves.

Every claim is tried on the sheets released from `since` up to, but not at, `until`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from hefa.core.proof import Proof, tried
from hefa.core.review import Act, reasons_against_publication
from hefa.registry.access import HERE
from hefa.registry.models import Appointment
from hefa.registry.queries import parsed
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import core_sheet, released_sheets


def released_between(since: datetime, until: datetime) -> list[ReviewSheet]:
    """Return the sheets released in the period with their opinions. Two queries."""
    return list(released_sheets().filter(ended_at__gte=since, ended_at__lt=until))


def every_release_followed_its_route(since: datetime, until: datetime) -> Proof:
    """Whether each was signed in order, by those it must, over one package. Source: 12(1)-(4)."""
    return _each(
        since,
        until,
        lambda sheet: not reasons_against_publication(core_sheet(sheet), sheet.package_sha256),
    )


def every_item_took_the_route_of_its_category(since: datetime, until: datetime) -> Proof:
    """Whether each took the route that its regulation gives its category. Source: 7(1), 12(2)."""
    return _each(
        since,
        until,
        lambda sheet: any(
            kind.key == sheet.version.category and kind.route == sheet.route
            for kind in parsed(sheet.regulation).categories
        ),
    )


def every_first_review_was_by_a_post_of_the_route(since: datetime, until: datetime) -> Proof:
    """Whether each was endorsed in a post that its route names. Source: 12(2)."""
    return _each(since, until, lambda sheet: _was_in_a_post_of_the_route(sheet, Act.ENDORSE))


def every_release_was_by_a_post_of_the_route(since: datetime, until: datetime) -> Proof:
    """Whether each was compared and released in a post that its route names. Source: 5(8)2."""
    return _each(since, until, lambda sheet: _was_in_a_post_of_the_route(sheet, Act.RELEASE))


def every_item_was_delivered_by_the_sender(since: datetime, until: datetime) -> Proof:
    """Whether each was delivered by who was its unit's named sender that day. Source: 12(3)."""
    sheets = released_between(since, until)
    delivered = {sheet.pk: _opinion(sheet, Act.DELIVER) for sheet in sheets}
    senders = list(
        Appointment.objects.filter(
            post="sender", person__in={entry.person_id for entry in delivered.values() if entry}
        )
    )
    return tried(
        (sheet.number, _was_sender(delivered[sheet.pk], sheet, senders)) for sheet in sheets
    )


def every_release_names_source_and_approver(since: datetime, until: datetime) -> Proof:
    """Whether each says where it comes from and who approved it. Source: 10(2)."""
    return _each(
        since,
        until,
        lambda sheet: bool(
            (sheet.version.source_name or sheet.version.source_url).strip()
            and _opinion(sheet, Act.APPROVE)
        ),
    )


def _each(since: datetime, until: datetime, holds: Callable[[ReviewSheet], bool]) -> Proof:
    return tried((sheet.number, holds(sheet)) for sheet in released_between(since, until))


def _opinion(sheet: ReviewSheet, act: Act) -> Opinion | None:
    """Return the signature of `act` on the sheet, or None."""
    signed = (entry for entry in sheet.opinions.all() if entry.step is not None)
    return next((entry for entry in signed if entry.act == act.value), None)


def _was_in_a_post_of_the_route(sheet: ReviewSheet, act: Act) -> bool:
    opinion = _opinion(sheet, act)
    steps = parsed(sheet.regulation).route(sheet.route).steps
    return opinion is not None and any(
        opinion.post in step.posts for step in steps if step.act is act
    )


def _was_sender(
    opinion: Opinion | None, sheet: ReviewSheet, senders: Iterable[Appointment]
) -> bool:
    if opinion is None:
        return False
    on = opinion.at.astimezone(HERE).date()
    return any(
        entry.person_id == opinion.person_id
        and entry.unit_id == sheet.unit_id
        and entry.starts_on <= on
        and (entry.ends_on is None or on <= entry.ends_on)
        for entry in senders
    )

"""Reads that prove how an item was reviewed: each name is the claim it proves.

A claim is asked of one released sheet and depends on nothing that changes after its release.
None means that the sheet gives nothing to try the claim on.
"""

from hefa.core.canonical import sha256_hex
from hefa.core.review import Act, Step, reasons_against_publication
from hefa.core.workdays import day_of
from hefa.registry.adopted import parsed
from hefa.registry.recorded import House
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import core_sheet, signed

_OF_THE_PACKAGE = frozenset({"review.package_changed"})


def kept_the_order_of_acts(sheet: ReviewSheet) -> bool:
    """Whether it was signed step by step, by those who must differ. Source: 6(1), 12(1)."""
    return not _codes_against(sheet) - _OF_THE_PACKAGE


def was_signed_over_one_package(sheet: ReviewSheet) -> bool:
    """Whether every act of its route stands over the very bytes that are kept. Source: 12(1)."""
    kept_sha256 = sha256_hex(bytes(sheet.version.package or b""))
    return not _codes_against(sheet) and kept_sha256 == sheet.package_sha256


def took_the_route_of_its_category(sheet: ReviewSheet) -> bool:
    """Whether it took the route that its regulation gives its kind, or else its category.

    Source: 7(1), 12(2), 12(5).
    """
    version = sheet.version
    route = parsed(sheet.regulation).route_for(version.manuscript.kind, version.category)
    return route is not None and route.key == sheet.route


def was_first_reviewed_by_its_post(sheet: ReviewSheet) -> bool | None:
    """Whether each endorsement was given in a post that its own step names. Source: 12(2)."""
    return _in_their_posts(sheet, Act.ENDORSE)


def was_released_by_its_post(sheet: ReviewSheet) -> bool | None:
    """Whether it was compared and released in a post of that step. Source: 5(8)2, 12(4)."""
    return _in_their_posts(sheet, Act.RELEASE)


def was_delivered_by_the_sender(sheet: ReviewSheet, house: House) -> bool | None:
    """Whether each hand-over was by who was appointed to that step's posts on the day.

    By the appointments on record at the release, in the sheet's unit where the step says so;
    None where its route knows no hand-over. Source: 12(3).
    """
    found = _opinions(sheet, Act.DELIVER)
    return (
        all(_was_appointed(opinion, step, sheet, house) for step, opinion in found)
        if (found)
        else None
    )


def names_its_approver(sheet: ReviewSheet) -> bool:
    """Whether somebody is on record as having approved it. Source: 10(2)."""
    return any(opinion is not None for _, opinion in _opinions(sheet, Act.APPROVE))


def _codes_against(sheet: ReviewSheet) -> frozenset[str]:
    found = reasons_against_publication(core_sheet(sheet), sheet.package_sha256)
    return frozenset(entry.code for entry in found)


def _opinions(sheet: ReviewSheet, act: Act) -> list[tuple[Step, Opinion | None]]:
    """Return the steps of `act` on the sheet's route, each with its signature if it has one."""
    by_step = {opinion.step: opinion for opinion in signed(sheet.opinions.all())}
    steps = parsed(sheet.regulation).route(sheet.route).steps
    return [
        (step, opinion if opinion is not None and opinion.act == act.value else None)
        for number, step in enumerate(steps)
        if step.act is act
        for opinion in [by_step.get(number)]
    ]


def _in_their_posts(sheet: ReviewSheet, act: Act) -> bool | None:
    found = _opinions(sheet, act)
    if not found:
        return None
    return all(opinion is not None and opinion.post in step.posts for step, opinion in found)


def _was_appointed(opinion: Opinion | None, step: Step, sheet: ReviewSheet, house: House) -> bool:
    if opinion is None or sheet.ended_at is None:
        return False
    on = day_of(opinion.at)
    return any(
        entry.person == opinion.person.key
        and entry.post in step.posts
        and (not step.in_unit or entry.unit == sheet.unit.key)
        and entry.holds(on, known_at=sheet.ended_at)
        for entry in house.appointments
    )

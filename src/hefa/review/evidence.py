"""Reads that prove how an item was reviewed: each name is the claim it proves.

A claim is asked of one released sheet and depends on nothing that changes after its release.
None means that the sheet gives nothing to try the claim on.
"""

from collections.abc import Callable

from hefa.core.canonical import sha256_hex
from hefa.core.regulation import Declaration
from hefa.core.review import Act, Declared, Step, reasons_against_publication
from hefa.core.workdays import day_of
from hefa.registry.adopted import parsed
from hefa.registry.recorded import House
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.queries import core_sheet, signed

SECRECY = "secrecy"  # the key of the declaration that a regulation gives to it
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
    """Whether each endorsement was given in a post that its own step names. Source: 12(2).

    None where the review follows an urgent release: that has a claim of its own.
    """
    return None if sheet.is_urgent else _in_their_posts(sheet, Act.ENDORSE)


def was_released_by_its_post(sheet: ReviewSheet) -> bool | None:
    """Whether it was compared and released in a post of that step. Source: 5(8)2, 12(4)."""
    return _in_their_posts(sheet, Act.RELEASE)


def was_delivered_by_the_sender(sheet: ReviewSheet, house: House) -> bool | None:
    """Whether each hand-over was by who was appointed to that step's posts on the day.

    By the appointments on record at the release, in the sheet's unit where the step says so;
    None where its route knows no hand-over, and where an urgent release went without.
    Source: 12(3).
    """
    if sheet.is_urgent:
        return None
    found = _opinions(sheet, Act.DELIVER)
    return (
        all(_was_appointed(opinion, step, sheet, house) for step, opinion in found)
        if (found)
        else None
    )


def names_its_approver(sheet: ReviewSheet) -> bool:
    """Whether somebody is on record as having approved it, or as consenting. Source: 10(2)."""
    return sheet.is_urgent or any(
        opinion is not None for _, opinion in _opinions(sheet, Act.APPROVE)
    )


def declared_its_secrecy(sheet: ReviewSheet) -> bool | None:
    """Whether somebody declared by name that nothing secret is in it. Source: 9 lead.

    None where its regulation asks nobody, and where the review follows an urgent release.
    """
    return _are_declared(sheet, lambda entry: entry.key == SECRECY)


def declared_every_point(sheet: ReviewSheet) -> bool | None:
    """Whether every point that is no gate was declared, and what was unsure settled.

    None as for its secrecy. Source: 9(1)-(6).
    """
    return _are_declared(sheet, lambda entry: not entry.is_gate)


def _codes_against(sheet: ReviewSheet) -> frozenset[str]:
    found = reasons_against_publication(core_sheet(sheet), sheet.package_sha256)
    return frozenset(entry.code for entry in found)


def _are_declared(sheet: ReviewSheet, is_meant: Callable[[Declaration], bool]) -> bool | None:
    regulation, pure = parsed(sheet.regulation), core_sheet(sheet)
    asked = {key for step in pure.route.steps for key in step.declares}
    meant = {entry.key for entry in regulation.declarations if is_meant(entry)} & asked
    if not meant or sheet.is_urgent:
        return None
    said = {
        key
        for signature in pure.signatures
        for key, answer in signature.declarations
        if answer is Declared.YES
    }
    return meant <= said and not meant & set(pure.unsure)


def _opinions(sheet: ReviewSheet, act: Act) -> list[tuple[Step, Opinion | None]]:
    """Return the steps of `act` on the sheet's route, each with every signature it has."""
    by_step: dict[int | None, list[Opinion]] = {}
    for opinion in signed(sheet.opinions.all()):
        by_step.setdefault(opinion.step, []).append(opinion)
    steps = parsed(sheet.regulation).route(sheet.route).steps
    return [
        (step, opinion if opinion is not None and opinion.act == act.value else None)
        for number, step in enumerate(steps)
        if step.act is act
        for opinion in by_step.get(number, [None])
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

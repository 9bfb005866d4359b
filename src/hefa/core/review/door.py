"""The last word on a sheet: whether its package may go out, by playing its signatures again."""

from collections.abc import Iterator
from dataclasses import replace

from hefa.core.errors import Reason, reason
from hefa.core.review.sheet import Sheet, Signature, hands_of
from hefa.core.review.vocabulary import Act, Declared, State


def reasons_against_publication(sheet: Sheet, package_sha256: str) -> tuple[Reason, ...]:
    """Every reason the package `package_sha256` may not go out on the strength of `sheet`.

    The door asks this again for each item: every signature at the step that was awaited when it
    was given, in hands that differ where they must, everything declared that was asked, all over
    the same bytes; before the review only where an urgent release rests on consent. Source:
    10(1), 12(1)-(4), G18.
    """
    found: list[Reason] = []
    if sheet.state is not State.RELEASED:
        found.append(reason("review.not_released", clause="10(1)"))
    if sheet.package_sha256 != package_sha256 or any(
        signature.package_sha256 != package_sha256 for signature in sheet.signatures
    ):
        found.append(reason("review.package_changed", clause="12(4)"))
    if not sheet.signatures or sheet.signatures[0].person != sheet.author:
        found.append(reason("review.author_unclear", clause="12 lead"))
    found += _against_consent(sheet)
    found += _against_signatures(sheet)
    return tuple({entry.code: entry for entry in found}.values())


def _against_signatures(sheet: Sheet) -> Iterator[Reason]:
    """Yield what was wrong with each signature at the moment it was given, and what lacks."""
    standing = replace(sheet, signatures=(), consent=None, ended=None)
    for signature in sheet.signatures:
        if signature.act is Act.RELEASE and standing.awaited != signature.step:
            standing = replace(standing, consent=sheet.consent)
        yield from _against_signature(standing, signature)
        standing = replace(standing, signatures=(*standing.signatures, signature))
    if not standing.is_released:
        yield reason("review.route_incomplete", clause="12(1)")


def _against_signature(standing: Sheet, signature: Signature) -> Iterator[Reason]:
    number, step = standing.awaited, standing.step
    if number is None or step is None or (number, step.act) != (signature.step, signature.act):
        yield reason("review.route_incomplete", clause="12(1)")
        return
    if step.needs == "all" and signature.post not in standing.posts_wanted(number):
        yield reason("review.route_incomplete", clause="12(1)")
    hands = hands_of(signature.person, signature.for_person)
    is_excused = signature.is_exception and standing.is_excused(number, hands)
    if standing.apart_from(number, hands) and not is_excused:
        yield reason("review.same_person", clause="12(2)", act=step.act)
    given = dict(signature.declarations)
    if any(given.get(key) not in (Declared.YES, Declared.UNSURE) for key in standing.asked):
        yield reason("review.declarations_missing", clause="9 lead", count=len(standing.asked))
    if step.act is Act.RELEASE and standing.unsure:
        yield reason("review.unsure_open", clause="9 lead", count=len(standing.unsure))


def _against_consent(sheet: Sheet) -> Iterator[Reason]:
    """Yield what is wrong with the consent that an urgent release rests on."""
    if sheet.consent is None:
        return
    if not sheet.may_be_urgent:
        yield reason("review.urgent_off")
    approving = [at for at, step in enumerate(sheet.route.steps) if step.act is Act.APPROVE]
    if not any(sheet.consent.post in sheet.route.steps[at].posts for at in approving):
        yield reason("review.wrong_post", clause="12(1)", posts=sheet.consent.post)
    for entry in sheet.signatures:
        is_before = any(
            entry.step < at and sheet.route.are_apart(entry.step, at) for at in approving
        )
        is_release = entry.act is Act.RELEASE and sheet.consents_in(entry.step, entry.hands)
        if is_release or (is_before and sheet.consent.person in entry.hands):
            yield reason("review.same_person", clause="12(2)", act=entry.act)

"""Who may do what to a sheet, for any route given as data; asking and doing are one."""

from collections.abc import Iterator
from dataclasses import replace

from hefa.core.errors import Reason, Refused, reason
from hefa.core.review.sheet import Consent, Sheet, Signature, hands_of
from hefa.core.review.vocabulary import Act, Actor, Attempt, Declared, Held, Seat, State

# Reasons that say the screen is no longer true: reload, look again, sign again.
STALE = frozenset({"review.package_changed", "review.screen_changed"})


def reasons_against(sheet: Sheet, attempt: Attempt, actor: Actor) -> tuple[Reason, ...]:
    """Every reason `actor` may not make `attempt` on `sheet` now; empty when they may.

    The page shows these beside a disabled button, so all are returned, not the first only.
    Source: 10(1) nothing unreviewed goes out; 12(1)-(4) the order of acts.
    """
    if attempt.act is Act.RECALL:
        found = list(_against_recall(sheet, actor))
    elif attempt.act is Act.RETURN:
        found = list(_against_return(sheet, attempt, actor))
    else:
        found = list(_against_signing(sheet, attempt, actor))
    if attempt.package_sha256 != sheet.package_sha256:
        found.append(reason("review.package_changed", clause="12(4)"))
    seen = (attempt.rules_version, attempt.renderer_version)
    if seen != (sheet.rules_version, sheet.renderer_version):
        found.append(reason("review.screen_changed", clause="12(4)"))
    return tuple(found)


def decide(sheet: Sheet, attempt: Attempt, actor: Actor) -> Sheet:
    """Return the sheet after `actor` makes `attempt`.

    A return to a step voids the signatures from there on. Raises Refused, carrying every reason,
    when the act is not allowed.
    """
    if reasons := reasons_against(sheet, attempt, actor):
        raise Refused(reasons)
    if attempt.act is Act.RECALL:
        return replace(sheet, ended=State.RECALLED)
    if attempt.act is not Act.RETURN:
        signature = signature_of(sheet, attempt, actor)
        return replace(sheet, signatures=(*sheet.signatures, signature), is_back=False)
    to_step = attempt.goes_back_to
    if to_step is None:
        return replace(sheet, ended=State.RETURNED)
    kept = tuple(entry for entry in sheet.signatures if entry.step < to_step)
    return replace(sheet, signatures=kept, is_back=len(kept) == 1)


def signature_of(sheet: Sheet, attempt: Attempt, actor: Actor) -> Signature:
    """Return the signature that an allowed `attempt` leaves, in the first post that is free."""
    number = sheet.awaited
    assert number is not None  # noqa: S101  # the attempt is allowed
    held = _seated(sheet, number, attempt.seat, actor)
    free = [entry for entry in held if not _keeps_out(sheet, number, actor, entry)]
    seat = (free or held)[0]  # only one's own post is excused, and one's own come first
    asked = frozenset(sheet.asked)
    return Signature(
        act=attempt.act,
        step=number,
        person=actor.person,
        package_sha256=attempt.package_sha256,
        post=seat.post,
        for_person=seat.for_person,
        declarations=tuple(entry for entry in attempt.declarations if entry[0] in asked),
        is_exception=not free,
    )


def reasons_against_consent(sheet: Sheet, consent: Consent, approver: Actor) -> tuple[Reason, ...]:
    """Every reason an urgent release may not rest on `consent`; empty when it may.

    The approver holds a post that may approve, and is in no hands that approval must differ
    from. Source: G18.
    """
    steps = [at for at, step in enumerate(sheet.route.steps) if step.act is Act.APPROVE]
    hands = frozenset({consent.person})
    found: list[Reason] = []
    if not sheet.may_be_urgent:
        found.append(reason("review.urgent_off"))
    if (
        sheet.consent is not None
        or not sheet.signatures
        or sheet.state is State.RELEASED
        or sheet.ended is not None
    ):
        found.append(reason("review.wrong_state", clause="12(1)", state=sheet.state))
    posts = {held.post for at in steps for held in sheet.seats(at, approver)}
    if consent.person != approver.person or consent.post not in posts:
        found.append(reason("review.wrong_post", clause="12(1)", posts=_named(sheet, steps)))
    if any(sheet.apart_from(at, hands) for at in steps):
        found.append(reason("review.same_person", clause="12(2)", act=Act.APPROVE))
    return tuple(found)


def with_consent(sheet: Sheet, consent: Consent, approver: Actor) -> Sheet:
    """Return the sheet after an approver's consent by word was written down: release is next.

    Raises Refused, carrying every reason, when it may not rest on that.
    """
    if reasons := reasons_against_consent(sheet, consent, approver):
        raise Refused(reasons)
    return replace(sheet, consent=consent)


def _against_signing(sheet: Sheet, attempt: Attempt, actor: Actor) -> Iterator[Reason]:
    step, act = sheet.step, attempt.act
    if step is None or act is not step.act:
        yield reason("review.wrong_state", clause="12(1)", state=sheet.state)
        return
    yield from _against_step(sheet, attempt, actor)
    yield from _against_declarations(sheet, attempt)
    if act is Act.SUBMIT and actor.person != sheet.author:
        yield reason("review.not_author", clause="12 lead")
    if act is Act.SUBMIT and sheet.blockers:
        yield reason("review.open_blockers", clause="9(5)", count=sheet.blockers)
    if act in {Act.APPROVE, Act.RELEASE} and sheet.open_findings:
        yield reason("review.open_findings", clause="9 lead", count=sheet.open_findings)
    if act is Act.RELEASE and sheet.unsure:
        yield reason("review.unsure_open", clause="9 lead", count=len(sheet.unsure))
    if act is Act.RELEASE and sheet.set_up_gaps:
        yield reason("review.set_up_incomplete", clause="15", count=sheet.set_up_gaps)


def _against_step(sheet: Sheet, attempt: Attempt, actor: Actor) -> Iterator[Reason]:
    """Yield why `actor` is not the one whom the sheet waits for."""
    number = sheet.awaited
    if number is None:
        yield reason("review.wrong_state", clause="12(1)", state=sheet.state)
        return
    step = sheet.route.steps[number]
    held = _seated(sheet, number, attempt.seat, actor)
    if not held:
        yield reason("review.wrong_post", clause=step.clause, posts=_named(sheet, [number]))
        if sheet.apart_from(number, frozenset({actor.person})):
            yield reason("review.same_person", clause="12(2)", act=step.act)
    elif all(
        _keeps_out(sheet, number, actor, entry) and not _is_excused(sheet, number, actor, entry)
        for entry in held
    ):
        yield reason("review.same_person", clause="12(2)", act=step.act)


def _against_return(sheet: Sheet, attempt: Attempt, actor: Actor) -> Iterator[Reason]:
    """Yield why `actor` may not send the sheet back, and whither."""
    yield from _against_step(sheet, attempt, actor)
    if not attempt.words.strip():
        yield reason("review.words_missing", clause="12(2)")
    to_step, number = attempt.goes_back_to, sheet.awaited
    if to_step is not None and (
        number is None or not 0 < to_step < number or sheet.consent is not None
    ):
        yield reason("review.no_such_step", clause="12(2)")


def _against_recall(sheet: Sheet, actor: Actor) -> Iterator[Reason]:
    """Yield why `actor` may not take the sheet back: only its author, before anyone acted."""
    if sheet.ended is not None or sheet.state in (State.RELEASED, State.NOT_SUBMITTED):
        yield reason("review.wrong_state", clause="12(1)", state=sheet.state)
    elif len(sheet.signatures) > 1 or sheet.is_back or sheet.consent is not None:
        yield reason("review.already_acted", clause="12(2)")
    if actor.person != sheet.author:
        yield reason("review.not_author", clause="12 lead")


def _against_declarations(sheet: Sheet, attempt: Attempt) -> Iterator[Reason]:
    """Yield what is missing or amiss in what is declared: a no can only send back. Source: 9."""
    given = dict(attempt.declarations)
    missing = [key for key in sheet.asked if key not in given]
    if missing:
        yield reason("review.declarations_missing", clause="9 lead", count=len(missing))
    refused = [key for key in sheet.asked if given.get(key) is Declared.NO]
    if any(key in sheet.gates for key in refused):
        yield reason("review.gate_without_no", clause="9 lead")
    if refused:
        yield reason("review.declared_no", clause="9 lead", count=len(refused))


def _seated(sheet: Sheet, number: int, seat: Seat | None, actor: Actor) -> tuple[Held, ...]:
    """Return the posts in which `actor` may sign, or the one of them that was chosen."""
    return tuple(
        held
        for held in sheet.seats(number, actor)
        if seat is None or (held.post, held.for_person) == (seat.post, seat.for_person)
    )


def _keeps_out(sheet: Sheet, number: int, actor: Actor, held: Held) -> bool:
    """Whether `actor` in this post is in hands that must differ. Source: 12(2)."""
    hands = hands_of(actor.person, held.for_person)
    return bool(sheet.apart_from(number, hands)) or sheet.consents_in(number, hands)


def _is_excused(sheet: Sheet, number: int, actor: Actor, held: Held) -> bool:
    hands = hands_of(actor.person, held.for_person)
    return sheet.is_excused(number, hands) and not sheet.consents_in(number, hands)


def _named(sheet: Sheet, numbers: list[int]) -> str:
    return " ".join(sorted({post for number in numbers for post in sheet.posts_wanted(number)}))

"""The review machine: who may do what to a sheet, for any route given as data."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import NewType

from hefa.core.errors import Reason, Refused, reason

PersonId = NewType("PersonId", str)
PostKey = NewType("PostKey", str)
UnitKey = NewType("UnitKey", str)


class Act(StrEnum):
    """The seven acts of review 送审 初审 审批 移交 核发 退回 撤回."""

    SUBMIT = "submit"
    ENDORSE = "endorse"
    APPROVE = "approve"
    DELIVER = "deliver"
    RELEASE = "release"
    RETURN = "return"
    RECALL = "recall"


SIGNS = frozenset({Act.SUBMIT, Act.ENDORSE, Act.APPROVE, Act.DELIVER, Act.RELEASE})


class State(StrEnum):
    """Where a sheet stands; derived from its route and signatures, never set by hand."""

    NOT_SUBMITTED = "not_submitted"
    AWAITING_ENDORSEMENT = "awaiting_endorsement"
    AWAITING_APPROVAL = "awaiting_approval"
    AWAITING_DELIVERY = "awaiting_delivery"
    AWAITING_RELEASE = "awaiting_release"
    RELEASED = "released"
    RETURNED = "returned"
    RECALLED = "recalled"


_AWAITS = {
    Act.SUBMIT: State.NOT_SUBMITTED,
    Act.ENDORSE: State.AWAITING_ENDORSEMENT,
    Act.APPROVE: State.AWAITING_APPROVAL,
    Act.DELIVER: State.AWAITING_DELIVERY,
    Act.RELEASE: State.AWAITING_RELEASE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a route: the act, the posts that may do it, and whose hands it must not be.

    `in_unit` asks for the post in the sheet's own unit; `differs_from` names earlier acts whose
    signer may not do this one too; `clause` is where the regulation says so, `label` how it
    calls the step where it has a word of its own.
    """

    act: Act
    posts: frozenset[PostKey]
    in_unit: bool = False
    differs_from: frozenset[Act] = frozenset()
    clause: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The order of acts for one class of items, as the regulation gives it.

    `kinds` are the kinds of manuscript that take it whatever their category.
    """

    key: str
    steps: tuple[Step, ...]
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A post that somebody holds at the moment of the act, and in which unit."""

    post: PostKey
    unit: UnitKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person with the posts held now, as holder or as deputy.

    `held` are the posts by which sheets are signed and seen, also those of an earlier version of
    the regulation; `serves` are the functions that the version in force gives to them.
    """

    person: PersonId
    held: frozenset[Held] = frozenset()
    serves: frozenset[Held] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One person's act on the sheet and the fingerprint of what was on the screen."""

    act: Act
    person: PersonId
    package_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A review sheet 审核单 as the rules see it: one version in one round.

    `blockers` counts findings that must be resolved before submission, `open_findings` all that
    must be answered before approval; `set_up_gaps` counts obligatory lines of the first day
    that are not done.
    """

    route: Route
    unit: UnitKey
    author: PersonId
    package_sha256: str
    signatures: tuple[Signature, ...] = ()
    ended: State | None = None
    blockers: int = 0
    open_findings: int = 0
    set_up_gaps: int = 0

    @property
    def step(self) -> Step | None:
        """The step that is waited for; None when the sheet has ended."""
        if self.ended is not None or len(self.signatures) >= len(self.route.steps):
            return None
        return self.route.steps[len(self.signatures)]

    @property
    def state(self) -> State:
        """Where the sheet stands."""
        if self.ended is not None:
            return self.ended
        return _AWAITS[self.step.act] if self.step else State.RELEASED


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What somebody tries: the act, the fingerprint on their screen, and their words."""

    act: Act
    package_sha256: str
    words: str = field(default="")


def reasons_against(sheet: Sheet, attempt: Attempt, actor: Actor) -> tuple[Reason, ...]:
    """Every reason `actor` may not make `attempt` on `sheet` now; empty when they may.

    The page shows these beside a disabled button, so all are returned, not the first only.
    Source: 10(1) nothing unreviewed goes out; 12(1)-(4) the order of acts.
    """
    if attempt.act is Act.RECALL:
        found = list(_against_recall(sheet, actor))
    elif attempt.act is Act.RETURN:
        found = list(_against_step(sheet, actor))
        if not attempt.words.strip():
            found.append(reason("review.words_missing", clause="12(2)"))
    else:
        found = list(_against_signing(sheet, attempt.act, actor))
    if attempt.package_sha256 != sheet.package_sha256:
        found.append(reason("review.package_changed", clause="12(4)"))
    return tuple(found)


def decide(sheet: Sheet, attempt: Attempt, actor: Actor) -> Sheet:
    """Return the sheet after `actor` makes `attempt`.

    Raises Refused, carrying every reason, when the act is not allowed.
    """
    if reasons := reasons_against(sheet, attempt, actor):
        raise Refused(reasons)
    if attempt.act is Act.RETURN:
        return replace(sheet, ended=State.RETURNED)
    if attempt.act is Act.RECALL:
        return replace(sheet, ended=State.RECALLED)
    signature = Signature(
        act=attempt.act, person=actor.person, package_sha256=attempt.package_sha256
    )
    return replace(sheet, signatures=(*sheet.signatures, signature))


def reasons_against_publication(sheet: Sheet, package_sha256: str) -> tuple[Reason, ...]:
    """Every reason the package `package_sha256` may not go out on the strength of `sheet`.

    The door asks this again for each item: route complete, in order, by different people, all
    over the same bytes. Source: 10(1), 12(1)-(4).
    """
    found: list[Reason] = []
    if sheet.state is not State.RELEASED:
        found.append(reason("review.not_released", clause="10(1)"))
    if [signature.act for signature in sheet.signatures] != [
        step.act for step in sheet.route.steps
    ]:
        found.append(reason("review.route_incomplete", clause="12(1)"))
    if any(signature.package_sha256 != package_sha256 for signature in sheet.signatures):
        found.append(reason("review.package_changed", clause="12(4)"))
    if sheet.package_sha256 != package_sha256:
        found.append(reason("review.package_changed", clause="12(4)"))
    for number, signature in enumerate(sheet.signatures[: len(sheet.route.steps)]):
        step = sheet.route.steps[number]
        if _signed_before(sheet.signatures[:number], step, signature.person):
            found.append(reason("review.same_person", clause="12(2)", act=step.act))
    if not sheet.signatures or sheet.signatures[0].person != sheet.author:
        found.append(reason("review.author_unclear", clause="12 lead"))
    return tuple({entry.code: entry for entry in found}.values())


def reachable(start: Sheet, actors: Iterable[Actor]) -> Iterator[Sheet]:
    """Yield every sheet that `actors` can bring about from `start`, each once."""
    people = tuple(actors)
    attempts = [Attempt(act=act, package_sha256=start.package_sha256, words="理由") for act in Act]
    seen = {start}
    waiting = [start]
    while waiting:
        sheet = waiting.pop()
        yield sheet
        for actor in people:
            for attempt in attempts:
                if reasons_against(sheet, attempt, actor):
                    continue
                following = decide(sheet, attempt, actor)
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)


def _against_signing(sheet: Sheet, act: Act, actor: Actor) -> Iterator[Reason]:
    step = sheet.step
    if step is None or act is not step.act:
        yield reason("review.wrong_state", clause="12(1)", state=sheet.state)
        return
    yield from _against_step(sheet, actor)
    if act is Act.SUBMIT and actor.person != sheet.author:
        yield reason("review.not_author", clause="12 lead")
    if act is Act.SUBMIT and sheet.blockers:
        yield reason("review.open_blockers", clause="9(5)", count=sheet.blockers)
    if act in {Act.APPROVE, Act.RELEASE} and sheet.open_findings:
        yield reason("review.open_findings", clause="9 lead", count=sheet.open_findings)
    if act is Act.RELEASE and sheet.set_up_gaps:
        yield reason("review.set_up_incomplete", clause="15", count=sheet.set_up_gaps)


def _against_step(sheet: Sheet, actor: Actor) -> Iterator[Reason]:
    """Yield why `actor` is not the one whom the sheet waits for."""
    step = sheet.step
    if step is None:
        yield reason("review.wrong_state", clause="12(1)", state=sheet.state)
        return
    if not _holds(actor, step, sheet.unit):
        yield reason("review.wrong_post", clause=step.clause, posts=_named(step))
    if _signed_before(sheet.signatures, step, actor.person):
        yield reason("review.same_person", clause="12(2)", act=step.act)


def _against_recall(sheet: Sheet, actor: Actor) -> Iterator[Reason]:
    """Yield why `actor` may not take the sheet back: only its author, before anyone acted."""
    if sheet.step is None or not sheet.signatures:
        yield reason("review.wrong_state", clause="12(1)", state=sheet.state)
    elif len(sheet.signatures) > 1:
        yield reason("review.already_acted", clause="12(2)")
    if actor.person != sheet.author:
        yield reason("review.not_author", clause="12 lead")


def _holds(actor: Actor, step: Step, unit: UnitKey) -> bool:
    return any(
        held.post in step.posts and (not step.in_unit or held.unit == unit) for held in actor.held
    )


def _signed_before(earlier: tuple[Signature, ...], step: Step, person: PersonId) -> bool:
    return any(
        signature.person == person and signature.act in step.differs_from for signature in earlier
    )


def _named(step: Step) -> str:
    return " ".join(sorted(step.posts))

"""The words of review: acts, states, routes with their steps, people with their posts."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from hefa.core.duty import Term

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
AGREES = frozenset({Act.ENDORSE, Act.APPROVE})


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


AWAITS = {
    Act.SUBMIT: State.NOT_SUBMITTED,
    Act.ENDORSE: State.AWAITING_ENDORSEMENT,
    Act.APPROVE: State.AWAITING_APPROVAL,
    Act.DELIVER: State.AWAITING_DELIVERY,
    Act.RELEASE: State.AWAITING_RELEASE,
}


class Needs(StrEnum):
    """Who of a step's posts must sign: any one of them, or every one."""

    ANY = "any"
    ALL = "all"


class Declared(StrEnum):
    """What somebody declares on one point: 是, 否, 拿不准."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


Declarations = tuple[tuple[str, Declared], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a route: the act, the posts that may do it, and whose hands it must not be.

    `needs` says whether one post will do or each must sign. `in_unit` asks for the post in the
    sheet's own unit; `differs_from` names earlier acts whose signer may not do this one too.
    `declares` are the points on which the signer declares, `within` the time the step has from
    when it is awaited. `clause` is where the regulation says so, `label` how it calls the step
    where it has a word of its own.
    """

    act: Act
    posts: frozenset[PostKey]
    in_unit: bool = False
    differs_from: frozenset[Act] = frozenset()
    needs: Needs = Needs.ANY
    declares: tuple[str, ...] = ()
    within: Term | None = None
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

    @property
    def last_agreeing(self) -> int:
        """The number of the last step at which somebody agrees; -1 when there is none."""
        return max((at for at, step in enumerate(self.steps) if step.act in AGREES), default=-1)

    def are_apart(self, one: int, other: int) -> bool:
        """Whether the steps of these numbers must be in different hands; a step is from itself."""
        first, later = sorted((one, other))
        return first == later or self.steps[first].act in self.steps[later].differs_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A post that somebody holds at the moment of the act, and in which unit.

    `for_person` is the holder who delegated it for a time.
    """

    post: PostKey
    unit: UnitKey
    for_person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person with the posts held now, as holder, as deputy or for another.

    `held` are the posts by which sheets are signed and seen, also those of an earlier version of
    the regulation; `serves` are the functions that the version in force gives to them.
    """

    person: PersonId
    held: frozenset[Held] = frozenset()
    serves: frozenset[Held] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """As whom somebody signs: in which post, and for whom if not for oneself."""

    post: PostKey
    for_person: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What somebody tries: the act, what was on their screen, their words and declarations.

    The screen is told by the package's fingerprint and the versions of the rules and of the
    renderer. A return with `to_step` goes to that step, else to the author. `seat` is as whom
    they sign, where they have the choice.
    """

    act: Act
    package_sha256: str
    rules_version: str = ""
    renderer_version: str = ""
    words: str = ""
    declarations: Declarations = ()
    to_step: int | None = None
    seat: Seat | None = None

    @property
    def goes_back_to(self) -> int | None:
        """The step a return goes to; None for one to the author, and for every other act."""
        return self.to_step if self.act is Act.RETURN else None

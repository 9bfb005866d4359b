"""A review sheet as the rules see it: what was signed, what is awaited, what is asked there."""

from dataclasses import dataclass

from hefa.core.review.vocabulary import (
    AGREES,
    AWAITS,
    Act,
    Actor,
    Declarations,
    Declared,
    Held,
    Needs,
    PersonId,
    PostKey,
    Route,
    State,
    Step,
    UnitKey,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One person's act at one step, the fingerprint of what was on the screen, and for whom.

    `is_exception` marks one hand in two posts, where the regulation allows that.
    """

    act: Act
    step: int
    person: PersonId
    package_sha256: str
    post: PostKey | None = None
    for_person: PersonId | None = None
    declarations: Declarations = ()
    is_exception: bool = False

    @property
    def hands(self) -> frozenset[PersonId]:
        """Whose hands it is in: who signed, and for whom."""
        return hands_of(self.person, self.for_person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """An approver's consent by word 应急同意, on which the review may follow the release."""

    person: PersonId
    post: PostKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A review sheet 审核单: one version in one round.

    `is_back` says that a return has brought it back to its first review, so that somebody has
    acted already. `blockers` counts findings that must be resolved before submission,
    `open_findings` all that must be answered before approval; `set_up_gaps` counts obligatory
    lines of the first day that are not done. `gates` are the points on which nobody can say no;
    `may_hold_two` and `may_be_urgent` are what the regulation allows.
    """

    route: Route
    unit: UnitKey
    author: PersonId
    package_sha256: str
    rules_version: str = ""
    renderer_version: str = ""
    signatures: tuple[Signature, ...] = ()
    consent: Consent | None = None
    ended: State | None = None
    is_back: bool = False
    blockers: int = 0
    open_findings: int = 0
    set_up_gaps: int = 0
    gates: frozenset[str] = frozenset()
    may_hold_two: bool = False
    may_be_urgent: bool = False

    @property
    def awaited(self) -> int | None:
        """The number of the step that is waited for; None when nobody is."""
        if self.ended is not None:
            return None
        last = len(self.route.steps) - 1
        if self.consent is not None and self.signatures and not self.is_released:
            return last
        for number, step in enumerate(self.route.steps):
            is_past = self.is_put_off and step.act not in AGREES
            if not is_past and not self.is_complete(number):
                return number
        return None

    @property
    def step(self) -> Step | None:
        """The step that is waited for; None when nobody is."""
        number = self.awaited
        return None if number is None else self.route.steps[number]

    @property
    def is_released(self) -> bool:
        """Whether it was released, whatever came after."""
        return any(entry.act is Act.RELEASE for entry in self.signatures)

    @property
    def is_put_off(self) -> bool:
        """Whether it was released on an approver's word, so that its review comes after."""
        return self.consent is not None and self.is_released

    @property
    def state(self) -> State:
        """Where the sheet stands; an urgent one is released although a step is awaited."""
        if self.ended is not None:
            return self.ended
        if self.step is None or self.is_put_off:
            return State.RELEASED
        return AWAITS[self.step.act]

    @property
    def asked(self) -> tuple[str, ...]:
        """The points on which the awaited step's signer must declare.

        Those of the step, and those on which somebody before was unsure; once the step has its
        signatures, the latter alone.
        """
        number = self.awaited
        if number is None:
            return ()
        step = self.route.steps[number]
        unsure = self.unsure if step.act in AGREES else ()
        own = () if self.has_posts(number) else step.declares
        return (*own, *(key for key in unsure if key not in own))

    @property
    def unsure(self) -> tuple[str, ...]:
        """The points on which somebody was unsure and nobody else has said yes after."""
        found: dict[str, frozenset[PersonId]] = {}
        for entry in self.signatures:
            for key, answer in entry.declarations:
                if answer is Declared.UNSURE:
                    found[key] = found.get(key, frozenset()) | entry.hands
                elif key in found and not found[key] & entry.hands:
                    del found[key]
        return tuple(found)

    def is_complete(self, number: int) -> bool:
        """Whether the step has all it needs; the last who agree leave nothing unsure."""
        settles = number == self.route.last_agreeing
        return self.has_posts(number) and not (settles and self.unsure)

    def has_posts(self, number: int) -> bool:
        """Whether the posts that the step needs have signed it."""
        signed = [entry.post for entry in self.signatures if entry.step == number]
        step = self.route.steps[number]
        return bool(signed) and (step.needs is Needs.ANY or step.posts <= set(signed))

    def posts_wanted(self, number: int) -> frozenset[PostKey]:
        """The posts that may sign the step as it stands."""
        step = self.route.steps[number]
        if step.needs is Needs.ANY or self.has_posts(number):
            return step.posts
        return step.posts - {entry.post for entry in self.signatures if entry.step == number}

    def seats(self, number: int, actor: Actor) -> tuple[Held, ...]:
        """Return the posts in which `actor` may sign the step, one's own before another's."""
        step, wanted = self.route.steps[number], self.posts_wanted(number)
        found = [
            held
            for held in actor.held
            if held.post in wanted and (not step.in_unit or held.unit == self.unit)
        ]
        return tuple(sorted(found, key=lambda held: (held.for_person or "", held.post, held.unit)))

    def apart_from(self, number: int, hands: frozenset[PersonId]) -> tuple[Signature, ...]:
        """Return the signatures that keep `hands` from the step: theirs, where it must differ."""
        return tuple(
            entry
            for entry in self.signatures
            if entry.hands & hands and self.route.are_apart(entry.step, number)
        )

    def is_excused(self, number: int, hands: frozenset[PersonId]) -> bool:
        """Whether one person in two posts may sign the step although hands should differ.

        Only where the regulation says so, once on a sheet, never for another, and never so that
        whoever submitted approves. Source: 14, own choice.
        """
        held = [entry for entry in self.signatures if entry.hands & hands]
        acts = {self.route.steps[number].act, *(entry.act for entry in held)}
        return (
            self.may_hold_two
            and len(held) == 1
            and hands == held[0].hands
            and len(hands) == 1
            and not self.has_posts(number)
            and not any(entry.is_exception for entry in self.signatures)
            and not {Act.SUBMIT, Act.APPROVE} <= acts
        )

    def consents_in(self, number: int, hands: frozenset[PersonId]) -> bool:
        """Whether `hands` gave the consent, and the step must not be in an approver's hands."""
        differs = Act.APPROVE in self.route.steps[number].differs_from
        return self.consent is not None and differs and self.consent.person in hands


def hands_of(person: PersonId, for_person: PersonId | None) -> frozenset[PersonId]:
    """Return who acts and for whom, as one set of hands."""
    return frozenset({person} if for_person is None else {person, for_person})

"""Every sheet that people can bring about, for tests that leave no room for another."""

from collections.abc import Iterable, Iterator

from hefa.core.review.acting import decide, reasons_against
from hefa.core.review.sheet import Sheet
from hefa.core.review.vocabulary import Act, Actor, Attempt, Declared


def reachable(
    start: Sheet, actors: Iterable[Actor], *, declared: Iterable[Declared] = (Declared.YES,)
) -> Iterator[Sheet]:
    """Yield every sheet that `actors` can bring about from `start`, each once.

    Whoever is asked to declare says one of `declared` on every point.
    """
    people, answers = tuple(actors), tuple(declared)
    seen = {start}
    waiting = [start]
    while waiting:
        sheet = waiting.pop()
        yield sheet
        for attempt in attempts(sheet, answers):
            for actor in people:
                if reasons_against(sheet, attempt, actor):
                    continue
                following = decide(sheet, attempt, actor)
                if following not in seen:
                    seen.add(following)
                    waiting.append(following)


def attempts(sheet: Sheet, answers: Iterable[Declared]) -> Iterator[Attempt]:
    """Yield every attempt that could be made on `sheet`: each act, each answer, each step back."""
    for act in Act:
        for answer in answers:
            yield _attempt(sheet, act, answer)
    for number in range(len(sheet.route.steps)):
        yield _attempt(sheet, Act.RETURN, Declared.YES, to_step=number)


def _attempt(sheet: Sheet, act: Act, answer: Declared, to_step: int | None = None) -> Attempt:
    return Attempt(
        act=act,
        package_sha256=sheet.package_sha256,
        rules_version=sheet.rules_version,
        renderer_version=sheet.renderer_version,
        words="理由",
        declarations=tuple((key, answer) for key in sheet.asked),
        to_step=to_step,
    )

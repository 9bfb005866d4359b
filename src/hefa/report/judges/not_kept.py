"""Judging what nothing keeps yet: it is missing, and what is missing is named."""

from collections.abc import Callable

from hefa.report.board import Evidence
from hefa.report.judges.asked import Question, missing


def not_kept_yet(register: str) -> Callable[[Question], Evidence]:
    """Return the judge of a control whose `register` does not exist here yet.

    Source: 6 a control without evidence is missing, even when everybody believes it was done.
    """

    def judge(_question: Question) -> Evidence:
        return missing(f"{register}还没有登记的地方，不当作已经做到。")

    return judge

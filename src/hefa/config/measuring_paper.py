"""The measure `paper` of `hefa bench`: one copy of a sheet to a PDF of two pages, warm."""

from collections.abc import Callable

from hefa.config.clock import now
from hefa.config.demo.sheets import submitted_sheet
from hefa.review.paper.facts import facts_of
from hefa.review.paper.printing import pdf_of
from hefa.review.queries import with_everything


def measure_paper(median: Callable[[Callable[[], object]], float]) -> tuple[float, str, str, str]:
    """Return how long a copy takes from the database to its bytes."""
    moment = now()
    sheet = with_everything().get(pk=submitted_sheet("停水检修，请提前蓄水。" * 90).pk)

    def made() -> bytes:
        return pdf_of([(facts_of(sheet, "甲", now=moment), 1)], made_at=moment)

    length = len(made())
    return median(made), "ms", "< 500", f"两页一联，{length / 1024:.0f} kB"

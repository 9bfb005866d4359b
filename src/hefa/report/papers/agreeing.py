"""Whether paper, electronic text and live article agree: what anybody who holds the paper may know.

No name, no word of the text; the title only of what is out for everybody.
"""

from dataclasses import dataclass
from datetime import datetime

from hefa.core.canonical import sha256_hex
from hefa.patrol.models import Result
from hefa.patrol.queries import latest_by_item
from hefa.report.papers.outcome import WRITES, published_item
from hefa.review.models import ReviewSheet
from hefa.review.paper.facts import is_void
from hefa.review.paper.pages import label_of
from hefa.review.paper.qr import NO_MARK, Code
from hefa.review.queries import with_everything
from hefa.ui.templatetags.hefa import check_code_full
from hefa.ui.words import sentence

OK, MISS, SOON, NEUTRAL = "ok", "miss", "soon", "neutral"
_LIVE = {
    Result.SAME: (OK, "report.paper_live_same"),
    Result.CHANGED: (MISS, "report.paper_live_changed"),
    Result.UNAUTHORISED: (MISS, "report.paper_live_changed"),
    Result.MISSING: (MISS, "report.paper_live_missing"),
    Result.UNKNOWN: (SOON, "report.paper_live_unknown"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One comparison: what was compared, how it came out, in words."""

    what: str
    tone: str
    text: str
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the page says of one genuine code; `title` only of what is out for everybody."""

    number: str
    copy: str
    digest: str
    unit: str
    state: str
    title: str
    lines: tuple[Line, ...]

    @property
    def tone(self) -> str:
        """The worst of the comparisons."""
        tones = [line.tone for line in self.lines]
        return next((tone for tone in (MISS, SOON, NEUTRAL) if tone in tones), OK)

    @property
    def headline(self) -> str:
        """What it all comes to, in one sentence."""
        return sentence(f"report.paper_agrees_{self.tone}")


def agreement_of(code: Code) -> Agreement | None:
    """Return how the copy that `code` names compares; None when there is no such sheet here."""
    sheet = with_everything().filter(number=code.number).first()
    if sheet is None:
        return None
    item = published_item(sheet)
    is_public = item is not None and item.removed_at is None
    return Agreement(
        number=sheet.number,
        copy="" if code.mark == NO_MARK else label_of(code.mark),
        digest=check_code_full(code.digest),
        unit=sheet.unit.name,
        state=_state(sheet),
        title=sheet.version.title if is_public else "",
        lines=(_paper(sheet, code), _live(sheet)),
    )


def _state(sheet: ReviewSheet) -> str:
    if is_void(sheet):
        return sentence("report.paper_void", {"state": sentence(sheet.ended)})
    return sentence(sheet.ended) if sheet.ended else sentence("report.paper_under_way")


def _paper(sheet: ReviewSheet, code: Code) -> Line:
    """Compare the digest on paper with what was signed and with the bytes that are kept."""
    what = sentence("report.paper_and_text")
    kept = sha256_hex(bytes(sheet.version.package or b""))
    is_same = sheet.package_sha256.startswith(code.digest) and kept == sheet.package_sha256
    if not is_same:
        return Line(what=what, tone=MISS, text=sentence("report.paper_text_differs"))
    if is_void(sheet):
        return Line(what=what, tone=MISS, text=sentence("report.paper_text_void"))
    return Line(what=what, tone=OK, text=sentence("report.paper_text_same"))


def _live(sheet: ReviewSheet) -> Line:
    """Say how the article stands outside, as patrol last saw it."""
    what = sentence("report.paper_and_live")
    if sheet.version.manuscript.kind not in WRITES:
        return Line(what=what, tone=OK, text=sentence("report.paper_no_article"))
    item = published_item(sheet)
    if item is None:
        return Line(what=what, tone=NEUTRAL, text=sentence("report.paper_not_published"))
    if item.removed_at is not None:
        return Line(what=what, tone=NEUTRAL, text=sentence("report.paper_taken_down"))
    seen = latest_by_item([item]).get(item.pk)
    if seen is None:
        return Line(what=what, tone=SOON, text=sentence("report.paper_live_unseen"))
    tone, words = _LIVE[Result(seen.result)]
    return Line(what=what, tone=tone, text=sentence(words), seen_at=seen.seen_at)

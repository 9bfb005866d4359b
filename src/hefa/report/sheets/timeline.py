"""The course of a sheet in plain words: every act, round, publication and what patrol saw.

Told from the ledger, so that whatever becomes an act is told without being named here; only
what patrol saw stands in tables of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hefa.ledger.leaf import moment_of, timestamp
from hefa.ledger.models import Entry, PersonalText
from hefa.patrol.models import Observation, Result
from hefa.publish.models import PublicationItem
from hefa.registry.labels import post_labels
from hefa.report.ledger_page import names_of, row_of
from hefa.report.subjects import Subject
from hefa.review.models import Opinion, ReviewSheet

Row = dict[str, Any]
_WRONG: Final = frozenset(
    {"review.returned", "publish.failed", "publish.needs_human", "publish.removed"}
)
_SAID: Final = {
    Result.SAME: "巡检看到线上文章与核准稿一致",
    Result.CHANGED: "巡检发现线上文章与核准稿有不同",
    Result.MISSING: "巡检发现线上没有这篇文章了",
    Result.UNKNOWN: "巡检没能看到线上文章",
    Result.UNAUTHORISED: "巡检发现线上有没经审核的内容",
}


def rounds_of(sheet: ReviewSheet) -> list[Row]:
    """Return the rounds of the sheet's manuscript, the newest first, each with its own course.

    An entry: at, title, who, reason, state. In a fixed number of queries for each round.
    """
    sheets = list(
        ReviewSheet.objects.filter(version__manuscript=sheet.version.manuscript_id)
        .select_related("version")
        .order_by("version__number")
    )
    begun = _entries([f"manuscript:{sheet.version.manuscript_id}"])
    return [
        {
            "number": one.version.number,
            "sheet": one.number,
            "is_this": one.pk == sheet.pk,
            "entries": _course(one, begun if place == 0 else []),
        }
        for place, one in enumerate(sheets)
    ][::-1]


def _course(sheet: ReviewSheet, begun: Sequence[Entry]) -> list[Row]:
    """Return what happened in one round, the newest first."""
    items = _items(sheet)
    subjects = {f"sheet:{sheet.number}"}
    subjects |= {f"publication:{item.publication.op_id}" for item in items}
    entries = [*begun, *_entries(sorted(subjects))]
    told = _told(entries, sheet)
    seen = [row for item in items for row in _seen(item)]
    return sorted([*told, *seen], key=lambda row: (row["at"], row["order"]), reverse=True)


def _items(sheet: ReviewSheet) -> list[PublicationItem]:
    """Return the items by which the sheet's version goes out, and those that act on these."""
    found = PublicationItem.objects.select_related("publication").order_by("pk")
    own = list(found.filter(version=sheet.version_id))
    acting = found.filter(acts_on__in=[item.pk for item in own]) if own else []
    return list({item.pk: item for item in [*own, *acting]}.values())


def _entries(subjects: Sequence[str]) -> list[Entry]:
    return list(Entry.objects.filter(subject__in=subjects).order_by("seq"))


def _told(entries: Sequence[Entry], sheet: ReviewSheet) -> list[Row]:
    """Return ledger entries as rows, with the words and the post of who acted. Four queries."""
    names = names_of(entries)
    texts = PersonalText.objects.filter(seq__in=[entry.seq for entry in entries], name="words")
    words = dict(texts.values_list("seq", "text"))
    posts = _posts(sheet)
    subject = Subject(title=sheet.version.title)
    return [_row(entry, row_of(entry, subject, names), words, posts) for entry in entries]


def _row(
    entry: Entry, told: Row, words: Mapping[int, str], posts: Mapping[tuple[str, str], str]
) -> Row:
    return {
        "at": moment_of(entry.ts),
        "order": entry.seq,
        "title": told["what"],
        "who": told["who"] + posts.get((entry.actor, entry.ts), ""),
        "reason": words.get(entry.seq, ""),
        "state": "wrong" if entry.kind in _WRONG else "done",
    }


def _posts(sheet: ReviewSheet) -> dict[tuple[str, str], str]:
    """Return in which post, and for whom, somebody acted at a moment."""
    opinions = Opinion.objects.filter(sheet=sheet).select_related("person", "for_person")
    labels = post_labels()
    return {(one.person.key, timestamp(one.at)): _post(one, labels) for one in opinions}


def _post(opinion: Opinion, labels: Mapping[str, str]) -> str:
    held = opinion.for_person
    said = [
        labels.get(opinion.post, opinion.post),
        "副岗" if opinion.is_deputy else "",
        f"代{held.display_name}" if held is not None else "",
    ]
    inside = "，".join(filter(None, said))
    return f"（{inside}）" if inside else ""


def _seen(item: PublicationItem) -> list[Row]:
    """Return the looks at an item that found something else than the look before."""
    rows: list[Row] = []
    before = ""
    for one in Observation.objects.filter(item=item).order_by("pk"):
        if one.result != before:
            is_wrong = one.result in (Result.CHANGED, Result.MISSING, Result.UNAUTHORISED)
            state = "wrong" if is_wrong else "done"
            said = _SAID[Result(one.result)]
            rows.append({"at": one.seen_at, "order": 0, "title": said, "who": "", "state": state})
        before = one.result
    return rows

"""The columns that a unit's form gives to the register: what review itself knows of a sheet."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from hefa.collect.change_words import KINDS, LABELS, said
from hefa.collect.stated import has_pictures, in_words, stated_by
from hefa.core.document import attachment_sha256s, picture_sha256s, text_of
from hefa.core.package import Kind
from hefa.core.review import Act
from hefa.core.stated import QUESTIONS
from hefa.core.workdays import day_of
from hefa.registry.adopted import parsed
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.register.pages import archived_of
from hefa.ui.templatetags.hefa import check_code, full_day

Cell = Callable[[ReviewSheet], Any]
FORMS: Final = {Kind.COLUMN_CHANGE.value: "column_change"}
SHEET: Final = "review_sheet"
ANSWERS: Final = {"yes": "是", "no": "否", "unsure": "拿不准"}


def form_of(kind: str) -> str:
    """Return the form that a manuscript of `kind` is made out on."""
    return FORMS.get(kind, SHEET)


def _yes(value: object) -> str:
    return "是" if value else "否"


def _name(value: Any) -> str:
    return value.name if value is not None else ""


def _counts(sheet: ReviewSheet) -> str:
    document = sheet.version.document
    if not document:
        return ""
    length = len("".join(text_of(document).split()))
    pictures, attached = len(picture_sha256s(document)), len(attachment_sha256s(document))
    return f"{length}/{pictures}/{attached}"


def _signed(*acts: Act) -> Cell:
    """Return what gives the opinions of `acts` that still stand, a line each."""
    wanted = {act.value for act in acts}

    def cell(sheet: ReviewSheet) -> str:
        return "\n".join(
            _opinion(opinion)
            for opinion in sheet.opinions.all()
            if opinion.act in wanted and opinion.voided_at is None
        )

    return cell


def _opinion(opinion: Opinion) -> str:
    held = opinion.for_person.display_name if opinion.for_person is not None else ""
    name = opinion.person.display_name + (f"（代{held}）" if held else "")
    return "，".join(filter(None, [name, opinion.words, full_day(opinion.at)]))


def _declared(*, is_gate: bool) -> Cell:
    """Return what gives the latest answer on each gate, or on each point of article 9."""

    def cell(sheet: ReviewSheet) -> str:
        given: dict[str, str] = {}
        for opinion in sheet.opinions.all():
            if opinion.voided_at is None:
                given |= opinion.declarations
        return "\n".join(
            f"{entry.label}：{ANSWERS.get(given[entry.key], given[entry.key])}"
            for entry in parsed(sheet.regulation).declarations
            if entry.is_gate is is_gate and entry.key in given
        )

    return cell


def _retention(sheet: ReviewSheet) -> str:
    kept = archived_of(sheet)
    return f"{kept.keep_years} 年，到 {full_day(kept.keep_until)}" if kept else ""


def _stated(key: str) -> Cell:
    """Return what gives an answer on the content as it was signed; empty where none was."""

    def cell(sheet: ReviewSheet) -> str:
        version = sheet.version
        return in_words(key, stated_by(version), has_pictures=has_pictures(version))

    return cell


def _changed(key: str) -> Cell:
    def cell(sheet: ReviewSheet) -> str:
        return said(key, str(sheet.version.change.get(key, "")))

    return cell


_BOTH: Final[Mapping[str, Cell]] = {
    "form_no": lambda sheet: sheet.number,
    "unit": lambda sheet: sheet.unit.name,
    "phone": lambda sheet: sheet.version.contact,
    "first_review": _signed(Act.ENDORSE),
    "approval": _signed(Act.APPROVE),
    "archive_no": lambda sheet: kept.archive_no if (kept := archived_of(sheet)) else "",
    "retention": _retention,
}
CELLS: Final[Mapping[str, Mapping[str, Cell]]] = {
    SHEET: {
        **_BOTH,
        "filled_on": lambda sheet: day_of(sheet.submitted_at),
        "drafter": lambda sheet: sheet.author.display_name,
        "submitted_at": lambda sheet: sheet.submitted_at,
        "title": lambda sheet: sheet.version.title,
        "author": lambda sheet: sheet.version.signed_author,
        "digest": lambda sheet: sheet.version.digest,
        "package_sha256": lambda sheet: check_code(sheet.package_sha256),
        "counts": _counts,
        "action": lambda sheet: KINDS[sheet.version.manuscript.kind],
        "account": lambda sheet: _name(sheet.version.account),
        "mass_send": lambda sheet: _yes(sheet.version.mass_send),
        "comments": lambda sheet: _yes(sheet.version.comments),
        "source_url": lambda sheet: sheet.version.source_url,
        "column": lambda sheet: _name(sheet.version.column),
        "audience": lambda sheet: sheet.version.audience,
        "origin": lambda sheet: sheet.version.source_name,
        "planned_at": lambda sheet: sheet.version.planned_at,
        "notice_until": lambda sheet: sheet.version.notice_until,
        "reason": lambda sheet: sheet.version.purpose,
        **{key: _stated(key) for key in QUESTIONS},
        "gates": _declared(is_gate=True),
        "art9": _declared(is_gate=False),
        "delivery": _signed(Act.DELIVER),
        "admin_check": _signed(Act.RELEASE),
        "amendments": _signed(Act.RETURN, Act.RECALL),
    },
    "column_change": {
        **_BOTH,
        "applicant": lambda sheet: sheet.author.display_name,
        **{key: _changed(key) for key in LABELS},
    },
}

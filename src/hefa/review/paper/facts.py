"""What a printed sheet is made of: everything known of it, read once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hefa.check.queries import look_at
from hefa.collect.packages import package_of
from hefa.core.package import Kind, Package
from hefa.core.regulation import Form, FormField, Regulation
from hefa.core.review import State
from hefa.registry.adopted import parsed
from hefa.registry.labels import category_labels
from hefa.registry.queries import installation
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.pages import machine_of
from hefa.review.paper.models import SheetCopy
from hefa.review.queries import with_everything
from hefa.review.register.models import ArchivedSheet

FORM, COLUMN_FORM = "review_sheet", "column_change"
VOID = frozenset({State.RETURNED.value, State.RECALLED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of it after its release, in words, as the stages above know it.

    What is empty is left for a pen.
    """

    published_by: str = ""
    published_at: str = ""
    published_url: str = ""
    post_check: str = ""
    done_by: str = ""
    done_at: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One copy of one sheet with all that its form may ask for.

    `opinions` are the acts that count, in order; `earlier` the other sheets of the manuscript.
    """

    sheet: ReviewSheet
    form: Form
    regulation: Regulation
    package: Package
    organisation: str
    mark: str = ""
    copy: SheetCopy | None = None
    archived: ArchivedSheet | None = None
    opinions: tuple[Opinion, ...] = ()
    earlier: tuple[ReviewSheet, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    machine: str = ""
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def change(self) -> Mapping[str, Any]:
        """What the package changes, for kinds other than an article."""
        return self.package.change


def form_of(sheet: ReviewSheet) -> Form:
    """Return the form the sheet is made out on: that of its kind, under its own regulation."""
    regulation = parsed(sheet.regulation)
    is_column = sheet.version.manuscript.kind == Kind.COLUMN_CHANGE
    found = regulation.form(COLUMN_FORM if is_column else FORM)
    return found or Form(key=FORM, label="审核单", fields=_BARE)


def marks_of(sheet: ReviewSheet) -> tuple[str, ...]:
    """Return the marks of its copies, 甲 and 乙; a form that names none has one copy."""
    return form_of(sheet).copies or ("",)


def is_void(sheet: ReviewSheet) -> bool:
    """Whether it was refused or taken back: it keeps its number and counts no more."""
    return sheet.ended in VOID


def facts_of(
    sheet: ReviewSheet, mark: str, *, now: datetime, outcome: Outcome | None = None
) -> Facts:
    """Return everything that the copy `mark` of `sheet` prints. A fixed number of queries.

    Raises Tampered when what was signed is no longer what is kept.
    """
    others = with_everything().filter(version__manuscript=sheet.version.manuscript_id)
    return Facts(
        sheet=sheet,
        form=form_of(sheet),
        regulation=parsed(sheet.regulation),
        package=package_of(sheet.version),
        organisation=installation().organisation,
        mark=mark,
        copy=SheetCopy.objects.select_related("holder", "holder_unit")
        .filter(sheet=sheet, mark=mark)
        .first(),
        archived=ArchivedSheet.objects.filter(sheet=sheet).first(),
        opinions=tuple(
            sheet.opinions.select_related("person", "for_person", "signature").order_by("id")
        ),
        earlier=tuple(others.exclude(pk=sheet.pk).order_by("pk")),
        categories=category_labels(),
        machine=machine_of(look_at(sheet.version, now=now))["text"],
        outcome=outcome or Outcome(),
    )


# A regulation without a form of its own still prints who, what and the opinions.
_BARE = tuple(
    FormField(key=key, label=label)
    for key, label in (
        ("form_no", "编号"),
        ("unit", "报送单位"),
        ("drafter", "拟稿人"),
        ("title", "信息标题"),
        ("package_sha256", "送审件校验码"),
        ("first_review", "初审意见"),
        ("approval", "审批意见"),
        ("delivery", "移交"),
        ("admin_check", "核发"),
    )
)

"""What the rows about the register of sheets are tried on."""

from datetime import datetime

from tests import factories
from tests.factories import named
from tests.matrix.objects import Case

from hefa.report.sheets.export import make_export
from hefa.review.register.changes import begin_export
from hefa.review.register.models import SavedView


def view(now: datetime) -> Case:
    """A view of the author's own."""
    del now
    made = SavedView.objects.create(person=named("zhang"), name="退回的", query="state=returned")
    return Case(url=(made.pk,))


def to_archive(now: datetime) -> Case:
    """A released sheet, ticked."""
    return Case(form={"number": factories.released(now=now).number})


def course(now: datetime) -> Case:
    """A sheet that was sent back."""
    return Case(url=(factories.returned(now=now).number,))


def export(now: datetime) -> Case:
    """A long workbook that the author asked for and the worker has made."""
    made = begin_export(named("zhang"), query="", columns=[], count=0, now=now)
    make_export(made.pk, now=now)
    return Case(url=(made.pk,))

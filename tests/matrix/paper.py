"""Copies on paper at the right stage, for the rows of the table."""

from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import named, submitted
from tests.matrix.objects import Case

from hefa.registry.models import Unit
from hefa.review.models import ReviewSheet
from hefa.review.paper import qr
from hefa.review.paper.actions import attach_scan, copy_of, print_copies
from hefa.review.paper.facts import Outcome

SCAN = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"


def _printed(now: datetime) -> ReviewSheet:
    sheet = submitted(now=now)
    print_copies(sheet, ["甲"], outcome=Outcome(), person=named("chen"), now=now)
    return sheet


def to_hand(now: datetime) -> Case:
    form = {"seen": 1, "unit": Unit.objects.get(key="office").pk}
    return Case(url=(_printed(now).number, "甲"), form=form)


def to_file(now: datetime) -> Case:
    return Case(url=(_printed(now).number, "甲"), form={"seen": 1, "place": "二号柜"})


def to_scan(now: datetime) -> Case:
    file = SimpleUploadedFile("扫描.pdf", SCAN)
    return Case(url=(submitted(now=now).number, "甲"), form={"file": file})


def scanned(now: datetime) -> Case:
    sheet = submitted(now=now)
    copy = copy_of(sheet, "甲")
    assert copy is not None
    attach_scan(copy, SCAN, name="扫描.pdf", person=named("chen"), now=now)
    return Case(url=(sheet.number, "甲"))


def code(now: datetime) -> Case:
    sheet = submitted(now=now)
    address = qr.address_of(qr.code_of(sheet.number, "甲", sheet.package_sha256))
    signature = address.rpartition("/")[2]
    return Case(url=(sheet.number, "甲", sheet.package_sha256[:16], signature))

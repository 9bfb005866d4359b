"""A sheet on paper: two pages with a repeated head, rare names, void marks, a code that reads."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader
from tests.factories import named, released, returned, signed, submitted
from tests.unit.review.paper.reading import codes_of, pages_of, text_of

from hefa.core.errors import Refused
from hefa.core.review import Act
from hefa.people.models import Person
from hefa.review.models import HandSignature, Opinion, ReviewSheet
from hefa.review.paper import qr
from hefa.review.paper.facts import facts_of
from hefa.review.paper.fields import value_of
from hefa.review.paper.printing import pdf_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("community")]
NAMES = ("𠮷田㼆", "𬭎明", "ئابدۇرېھىم")


def printed(sheet: ReviewSheet, now: datetime, *marks: str) -> bytes:
    copies = [(facts_of(sheet, mark, now=now), 1) for mark in marks or ("甲",)]
    return pdf_of(copies, made_at=now)


def page_texts(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def test_each_page_bears_title_number_copy_and_its_place_among_the_pages(now: datetime) -> None:
    pages = page_texts(printed(released("停水通知", now=now), now))

    assert len(pages) == 2
    for number, page in enumerate(pages, start=1):
        assert "微信公众平台上网材料审核单" in page
        assert "编号：2026-0001" in page
        assert "联次：甲" in page
        assert f"第{number}页，共2页" in page
    assert "（续）" in pages[1]


def test_each_copy_counts_its_own_pages(now: datetime) -> None:
    pages = page_texts(printed(released(now=now), now, "甲", "乙"))

    assert [("联次：甲" in page, "联次：乙" in page) for page in pages] == [
        (True, False), (True, False), (False, True), (False, True),
    ]  # fmt: skip
    assert all(f"第{1 + at % 2}页，共2页" in page for at, page in enumerate(pages))


def test_a_long_text_runs_on_over_the_pages(now: datetime) -> None:
    sheet = released(now=now)
    facts = facts_of(sheet, "甲", now=now)
    long = "。".join(f"第{number}条要点说明供水恢复的先后次序" for number in range(150))
    package = replace(facts.package, digest=long)

    pages = page_texts(pdf_of([(replace(facts, package=package), 1)], made_at=now))

    assert len(pages) > 2
    bodies = [page.partition("联次：甲")[2].partition("校验码A")[0] for page in pages]
    assert "第0条要点" in bodies[0]
    assert "第149条要点说明供水恢复的先后次序" in bodies[-1] + bodies[-2]
    assert sum(body.count("条要点说明供水") for body in bodies) >= 148  # two may be cut
    assert all("编号：2026-0001" in page for page in pages)


def test_rare_and_uyghur_names_are_printed(now: datetime) -> None:
    for login, name in zip(("zhao", "wang", "sun"), NAMES, strict=True):
        Person.objects.filter(username=login).update(display_name=name)

    read = text_of(printed(released("𠮷祥㼆𬭎", now=now), now))

    assert "𠮷祥㼆𬭎" in read
    assert "𠮷田㼆" in read
    assert "𬭎明" in read
    assert all(letter in read for letter in "ئابدۇ")


def test_a_name_from_right_to_left_leaves_the_date_beside_it_alone(now: datetime) -> None:
    Person.objects.update(display_name=NAMES[2])
    sheet = returned(now=now)

    lines = [
        line.strip()
        for page in PdfReader(BytesIO(printed(released("通知", now=now), now, "甲"))).pages
        for line in page.extract_text().splitlines()
    ]

    assert "2026 年 11 月 23 日 10:30" in " ".join(lines)
    assert not any(line.startswith("年") for line in lines)
    assert "\u2068" in value_of("amendments", facts_of(sheet, "甲", now=now))


def test_a_character_no_font_has_is_named_and_nothing_is_printed(now: datetime) -> None:
    Person.objects.filter(username="zhao").update(display_name="𓀀长")

    with pytest.raises(Refused) as refused:
        printed(released(now=now), now)

    assert refused.value.reasons[0].detail["shown"] == "𓀀"


def test_a_void_sheet_says_so_on_paper(now: datetime) -> None:
    read = text_of(printed(returned(now=now), now))

    assert "作废：已退回" in read
    assert "请写明停水的范围" in read
    assert "作废" not in text_of(printed(submitted(now=now), now))


def test_the_same_sheet_makes_the_same_bytes(now: datetime) -> None:
    sheet = released(now=now)

    assert printed(sheet, now) == printed(sheet, now)


def test_the_code_is_read_by_a_camera_and_is_signed(now: datetime) -> None:
    sheet = released(now=now)

    codes = codes_of(printed(sheet, now, "甲", "乙"))

    read = [qr.read(code) for code in codes]
    assert all(found is not None and qr.is_genuine(*found) for found in read)
    assert [found[0] for found in read if found] == [
        qr.code_of(sheet.number, mark, sheet.package_sha256) for mark in ("甲", "乙")
    ]
    assert all(code.startswith("http://localhost") for code in codes)


def test_a_code_with_one_sign_changed_is_not_genuine(now: datetime) -> None:
    sheet = released(now=now)
    address = qr.address_of(qr.code_of(sheet.number, "甲", sheet.package_sha256))
    begin = address.index("/paper/") + len("/paper/")

    for at in range(begin, len(address)):
        changed = "0" if address[at] != "0" else "1"
        found = qr.read(address[:at] + changed + address[at + 1 :])
        assert found is None or not qr.is_genuine(*found), at


def test_a_signature_by_hand_stands_in_its_box(now: datetime) -> None:
    sheet = signed(submitted(now=now), Act.ENDORSE, now=now)
    before = pages_of(printed(sheet, now))[0].tobytes()
    picture = BytesIO()
    Image.new("RGBA", (600, 240), (0, 0, 0, 255)).save(picture, "PNG")
    drawing = HandSignature.objects.create(
        person=named("zhao"), sha256="a" * 64, png=picture.getvalue(), at=now
    )
    Opinion.objects.filter(sheet=sheet, act=Act.ENDORSE).update(signature=drawing)

    pdf = printed(sheet, now)

    assert pages_of(pdf)[0].tobytes() != before
    assert "赵站长" in text_of(pdf)

"""What WeChat's rules say of an article reaches the author at the block it is about."""

from dataclasses import replace

import pytest
from tests.unit.render.documents import (
    ADDRESSES,
    box,
    cell,
    image,
    name_list,
    package,
    paragraph,
    table,
    text,
)

from hefa.check.engine import check
from hefa.check.form import form_of
from hefa.check.rules import sample
from hefa.check.words import sentence, to_do
from hefa.core.document import Node
from hefa.core.finding import Finding, Severity
from hefa.core.package import sealed
from hefa.render.article import rendering

KEY = b"a key of this test"
LONG = paragraph("这一段写得足够长，免得整篇文章看起来只有图片没有字，读屏软件也能读得出来。")


def findings(*content: Node) -> list[Finding]:
    made = sealed(package(*content))
    form = form_of(rendering(made, ADDRESSES), made.document)
    subject = replace(sample(), document=made.document, form=form)
    return [finding for finding in check(subject, key=KEY) if finding.rule == "W03"]


def test_an_orderly_article_has_none() -> None:
    assert findings(LONG, image(), name_list(30), box(paragraph("框"))) == []


def test_a_mended_colour_is_told_at_its_words() -> None:
    yellow = text("看不清的字", color={"value": "#FFFF99"})
    (found,) = findings(LONG, table([cell("表"), cell("格")]), paragraph("前面", yellow))

    assert (found.severity, found.block, found.start, found.end) == (Severity.INFO, 3, 2, 7)
    assert found.excerpt == "看不清的字"
    assert "#ffff99" in sentence(found)
    assert to_do(found)


def test_a_number_in_a_mended_colour_is_masked() -> None:
    (found,) = findings(LONG, paragraph(text("13812345678", color={"value": "#FFFF99"}), "找他"))

    assert "12345678" not in found.excerpt + sentence(found)


@pytest.mark.parametrize(
    ("content", "case", "severity"),
    [
        ((LONG, image(width=0, height=0)), "picture-size", Severity.INFO),
        ((paragraph("短"), image()), "picture-only", Severity.INFO),
        ((LONG, name_list(3, 9)), "table-columns", Severity.INFO),
        ((LONG, name_list(320)), "heaviest-table", Severity.WARN),
        ((paragraph("甲" * 19_000),), "heaviest-text", Severity.WARN),
    ],
    ids=str,
)
def test_other_troubles_have_their_weight_and_words(
    content: tuple[Node, ...], case: str, severity: Severity
) -> None:
    (found,) = findings(*content)

    assert (found.case, found.severity) == (case, severity)
    assert "{" not in sentence(found) + to_do(found)

"""What renderer 1 wrote for packages of schema 1 is written again, to the byte."""

import json
from pathlib import Path

import pytest
from tests.unit.render.documents import ADDRESSES, attachment, box, package, paragraph

from hefa.core.errors import Refused
from hefa.core.package import package_bytes, package_from
from hefa.render.article import render
from hefa.render.rules import violations

GOLDEN = Path(__file__).parent / "golden"


def test_an_old_package_gives_the_bytes_it_gave() -> None:
    content = (GOLDEN / "schema1.json").read_bytes()
    kept = package_from(json.loads(content))

    assert kept.schema == 1
    assert package_bytes(kept) == content
    html = render(kept, ADDRESSES, renderer_version=1)
    assert html.encode() == (GOLDEN / "renderer1.html").read_bytes()


def test_an_old_package_not_yet_sent_goes_out_by_the_new_renderer() -> None:
    kept = package_from(json.loads((GOLDEN / "schema1.json").read_bytes()))

    assert {one.rule for one in violations(render(kept, ADDRESSES))} == set()


@pytest.mark.parametrize("block", [attachment("表"), box("框")])
def test_the_old_renderer_refuses_what_it_never_knew(block: dict[str, object]) -> None:
    with pytest.raises(Refused) as caught:
        render(package(paragraph("甲"), block), {}, renderer_version=1)

    assert [why.code for why in caught.value.reasons] == ["render.renderer_unknown"]

"""What the tests of faults in publishing share."""

from datetime import timedelta

from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW

from hefa.ledger.verify import verify
from hefa.publish.evidence import (
    every_publication_had_a_permit,
    every_publication_had_a_released_sheet,
)
from hefa.publish.models import Publication, PublicationState

State = PublicationState


SUBMIT = "/cgi-bin/freepublish/submit"


def effective(wechat: Wechat) -> list[int]:
    return list(wechat.state()["effective_publications"].values())


def calls(wechat: Wechat, path: str) -> int:
    return int(wechat.state()["calls"].get(path, 0))


def assert_published_once(publication: Publication, wechat: Wechat) -> None:
    assert publication.state == State.PUBLISHED, publication.trouble_code
    assert effective(wechat) == [1]
    assert verify().is_sound
    period = (NOW, NOW + timedelta(days=2))
    for proof in (
        every_publication_had_a_released_sheet(*period),
        every_publication_had_a_permit(*period),
    ):
        assert proof.holds
        assert proof.count == publication.items.count()

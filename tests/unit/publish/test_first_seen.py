"""When an article was first seen to be out is written once: settling again does not move it."""

from datetime import timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.publish.models import PublicationState

EARLIER = NOW - timedelta(days=1)


@pytest.mark.parametrize("is_known", [False, True])
def test_a_moment_that_is_known_stays_when_the_item_settles_again(
    house: House, wechat: Wechat, is_known: bool
) -> None:
    publication = queued(house)
    if is_known:
        publication.items.update(published_at=EARLIER)

    done, _ = run_until_rest(publication)

    item = done.items.get()
    assert done.state == PublicationState.PUBLISHED
    assert item.article_url
    assert item.published_at is not None
    assert (item.published_at == EARLIER) is is_known

"""A publication is taken when it is due and given back by its holder; pictures go while open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from tests.sandbox.client import Wechat, png
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.collect.files import keep_file
from hefa.ledger.doubt import note_verdict
from hefa.ledger.problems import Problem
from hefa.ledger.verify import Verdict
from hefa.publish import pace, send
from hefa.publish.actions import (
    cancel_publication,
    halt_publishing,
    queue_publication,
    stop_publication,
)
from hefa.publish.advance import advance
from hefa.publish.models import Publication, PublicationState, UploadedPicture
from hefa.publish.preview.previewing import order_preview
from hefa.publish.turn import claim, release

State = PublicationState
IMAGE = "/cgi-bin/media/uploadimg"
MATERIAL = "/cgi-bin/material/add_material"
ADD = "/cgi-bin/draft/add"
PICTURES = 4
SECOND = timedelta(seconds=1)


def test_nothing_is_done_with_a_publication_before_it_is_due(house: House, wechat: Wechat) -> None:
    publication = queued(house)
    Publication.objects.update(next_at=NOW + SECOND)

    assert claim(publication.pk, now=NOW) is None
    assert advance(publication.pk, now=NOW) == NOW + SECOND
    row = Publication.objects.get()
    assert (row.state, row.fence, row.lease_until) == (State.QUEUED, 0, None)
    assert ADD not in wechat.state()["calls"]
    assert claim(publication.pk, now=NOW + SECOND) is not None


def test_who_has_lost_a_publication_gives_nothing_back(house: House) -> None:
    publication = queued(house)
    slow = claim(publication.pk, now=NOW)
    later = NOW + pace.LEASE
    other = claim(publication.pk, now=later)
    assert slow is not None
    assert other is not None

    release(slow, NOW + SECOND)
    row = Publication.objects.get()
    assert (row.lease_until, row.next_at) == (later + pace.LEASE, None)
    assert claim(publication.pk, now=later + SECOND) is None

    release(other, later + SECOND)
    row = Publication.objects.get()
    assert (row.lease_until, row.next_at) == (None, later + SECOND)


def with_pictures(house: House) -> Publication:
    """Queue an article with a cover and `PICTURES` pictures, none of which is at WeChat."""
    shas = [
        keep_file(png(9, 10 + each), name="p.png", media_type="image/png", now=NOW).sha256
        for each in range(PICTURES)
    ]
    images = [
        {"type": "image", "attrs": {"sha256": each, "width": 9, "height": 10}} for each in shas
    ]
    text = {"type": "paragraph", "content": [{"type": "text", "text": "看图。"}]}
    document = {"type": "doc", "content": [text, *images]}
    version = released(house, package("多图", document=document)).version
    return queue_publication([version], person=house.administrator, planned_at=None, now=NOW)


def at_the_second(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let `act` be done by somebody else while the second picture is on its way."""
    keep = send._keep
    count = iter(range(1000))

    def meanwhile(*given: Any, **more: Any) -> None:
        keep(*given, **more)
        if next(count) == 1:
            act()

    monkeypatch.setattr(send, "_keep", meanwhile)


def calls(wechat: Wechat) -> int:
    made = wechat.state()["calls"]
    return int(made.get(IMAGE, 0) + made.get(MATERIAL, 0))


def doubt() -> None:
    altered = Problem(code="ledger.entry_altered", seq=1)
    note_verdict(Verdict(size=1, root="0" * 64, problems=(altered,)), now=NOW)


def test_pictures_go_up_no_further_once_the_door_has_shut(
    house: House, wechat: Wechat, monkeypatch: pytest.MonkeyPatch
) -> None:
    publication = with_pictures(house)
    at_the_second(monkeypatch, doubt)
    advance(publication.pk, now=NOW)

    publication.refresh_from_db()
    assert publication.trouble_code == "ledger.not_sound"
    assert calls(wechat) == UploadedPicture.objects.count() == 2
    assert ADD not in wechat.state()["calls"]


@pytest.mark.parametrize("how", ["halted", "stopped", "cancelled"])
def test_pictures_go_up_no_further_once_a_person_has_stopped_it(
    house: House, wechat: Wechat, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    publication = with_pictures(house)
    acts: dict[str, Callable[[], object]] = {
        "halted": lambda: halt_publishing(
            house.account, person=house.approver, words="停", now=NOW
        ),
        "stopped": lambda: stop_publication(publication, person=house.approver, now=NOW),
        "cancelled": lambda: cancel_publication(
            Publication.objects.get(), person=house.administrator, words="不发", now=NOW
        ),
    }
    at_the_second(monkeypatch, acts[how])
    advance(publication.pk, now=NOW)

    publication.refresh_from_db()
    wanted = State.CANCELLED if how == "cancelled" else State.HALTED
    assert publication.state == wanted
    assert calls(wechat) == 2


def test_a_preview_s_pictures_go_up_no_further_either(
    house: House, wechat: Wechat, monkeypatch: pytest.MonkeyPatch
) -> None:
    wechat.console("followers", count=1, wxname="wang_shuji")
    house.approver.wechat_name = "wang_shuji"
    house.approver.save(update_fields=["wechat_name"])
    version = with_pictures(house).items.get().version
    people = [house.approver]
    preview = order_preview(version, people, person=house.administrator, now=NOW)
    at_the_second(monkeypatch, doubt)
    preview, _ = run_until_rest(preview, until=timedelta(seconds=10))

    assert preview.state == State.FAILED
    assert calls(wechat) == 2


def test_the_lease_is_kept_while_pictures_go_up(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slow pictures must not let another worker take the publication from this one."""
    publication = with_pictures(house)
    leases: list[object] = []
    keep = send._keep

    def kept(*given: Any, **more: Any) -> None:
        keep(*given, **more)
        leases.append(Publication.objects.values_list("lease_until", flat=True).get())

    monkeypatch.setattr(send, "_keep", kept)
    advance(publication.pk, now=NOW)
    assert len(leases) == PICTURES + 1
    assert len(set(leases)) == len(leases)  # put off anew before each

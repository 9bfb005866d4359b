"""Take-downs, corrections and menus where WeChat's answers do not agree, or cannot be had."""

from datetime import timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import (
    FORMER,
    handed,
    ordered,
    published,
    sheet_about,
    sheet_for,
)
from tests.unit.publish.factory import NOW, House
from tests.unit.publish.sandbox import run_until_rest

from hefa.core.package import Kind
from hefa.publish.actions import cancel_publication
from hefa.publish.advance import advance
from hefa.publish.models import Publication, PublicationState
from hefa.publish.orders.confirming import confirm_done
from hefa.publish.queries import takes_links

State = PublicationState
ARTICLE = "/cgi-bin/freepublish/getarticle"
MENU = "/cgi-bin/get_current_selfmenu_info"
CREATE = "/cgi-bin/menu/create"
LATER = NOW + timedelta(hours=3)


def small_edit(house: House, out: Publication) -> Publication:
    sheet = sheet_about(
        house, out.items.get(), Kind.CORRECTION, text="后天上午停水检修。", manner="edit"
    )
    return handed(ordered(house, sheet))


def again(publication: Publication) -> Publication:
    advance(publication.pk, now=LATER)
    publication.refresh_from_db()
    return publication


def test_an_article_that_wechat_denies_but_readers_see_is_not_gone(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    sheet = sheet_about(house, out.items.get(), Kind.CORRECTION, text="后天", manner="anew")
    wechat.console("faults", path=ARTICLE, kind="errcode", errcode=53600, times=50)

    anew = ordered(house, sheet)
    going = Publication.objects.get(kind=Kind.TAKE_DOWN)
    going, _ = run_until_rest(going)

    assert (going.state, going.trouble_code) == (State.NEEDS_HUMAN, "publish.take_down_not_found")
    assert out.items.get().removed_at is None
    waiting, _ = run_until_rest(anew, until=timedelta(minutes=5))
    assert (waiting.state, waiting.trouble_code) == (State.QUEUED, "publish.former_still_out")


def test_a_menu_that_may_not_be_read_any_more_goes_to_a_person(
    house: House, wechat: Wechat
) -> None:
    wechat.console("faults", path=CREATE, kind="drop_after")
    wechat.console("faults", path=MENU, kind="errcode", errcode=45009, nth=2)
    order = ordered(house, sheet_for(house, [], FORMER))
    order, _ = run_until_rest(order, until=timedelta(seconds=0.5))
    assert order.state == State.SUBMIT_UNKNOWN
    wechat.console("account", kind="unverified")

    order, _ = run_until_rest(order, until=timedelta(minutes=40))
    assert (order.state, order.trouble_code) == (State.HANDED, "publish.menu_confirm")
    confirm_done(order, person=house.administrator, words="看过，换好了", now=LATER)
    order.refresh_from_db()
    assert order.state == State.PUBLISHED
    assert [effect["path"] for effect in wechat.state()["effects"]] == [CREATE]


def without_interface(house: House) -> None:
    """Let the account be one that was never connected: everything is done by hand."""
    house.account.secret_sealed = ""
    house.account.save(update_fields=["secret_sealed"])
    Publication.objects.update(channel="manual", article_id="")


def test_without_an_interface_a_person_sets_the_menu_and_says_so(house: House) -> None:
    order = ordered(house, sheet_for(house, [], FORMER))
    without_interface(house)

    order = handed(order)
    assert again(order).trouble_code == "publish.menu_confirm"


def test_without_an_interface_a_small_edit_is_seen_on_the_page(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    article_id = out.article_id
    sheet = sheet_about(
        house, out.items.get(), Kind.CORRECTION, text="后天上午停水检修。", manner="edit"
    )
    order = ordered(house, sheet)
    without_interface(house)
    order = handed(order)
    wechat.console(f"articles/{article_id}/edit", find="明天", replace="后天")

    assert again(order).state == State.PUBLISHED


@pytest.mark.parametrize("stale", ["page", "article"])
def test_a_place_that_shows_the_former_text_a_little_longer_is_waited_for(
    house: House, wechat: Wechat, monkeypatch: pytest.MonkeyPatch, stale: str
) -> None:
    from hefa.publish.orders import correcting  # noqa: PLC0415

    out = published(house)
    order = small_edit(house, out)
    read = correcting._shown
    before: list[correcting._Shown] = []

    def shown(*given: object) -> correcting._Shown:
        seen = read(*given)  # type: ignore[arg-type]
        if not before:
            before.append(seen)
            wechat.console(f"articles/{out.article_id}/edit", find="明天", replace="后天")
            seen = read(*given)  # type: ignore[arg-type]
            kept = {stale: getattr(before[0], stale)}
            fresh = {"page": seen.page, "article": seen.article}
            return correcting._Shown(**fresh | kept)
        return seen

    monkeypatch.setattr(correcting, "_shown", shown)
    assert again(order).state == State.HANDED
    assert order.trouble_code == "publish.correction_by_hand"

    advance(order.pk, now=LATER + timedelta(hours=1))
    order.refresh_from_db()
    assert order.state == State.PUBLISHED


def test_a_small_edit_of_what_was_deleted_meanwhile_says_so_and_may_be_cancelled(
    house: House, wechat: Wechat
) -> None:
    out = published(house)
    order = small_edit(house, out)
    wechat.console(f"articles/{out.article_id}/delete")

    assert again(order).trouble_code == "publish.former_gone"
    cancel_publication(order, person=house.administrator, words="不改了", now=LATER)
    order.refresh_from_db()
    assert order.state == State.CANCELLED


def test_a_third_text_may_be_left_as_it_is(house: House, wechat: Wechat) -> None:
    out = published(house)
    order = small_edit(house, out)
    wechat.console(f"articles/{out.article_id}/edit", find="明天", replace="下周")

    assert again(order).trouble_code == "publish.correction_differs"
    cancel_publication(order, person=house.administrator, words="不改了", now=LATER)
    order.refresh_from_db()
    assert order.state == State.CANCELLED


def test_a_link_tells_nothing_about_an_order(house: House) -> None:
    assert not takes_links(small_edit(house, published(house)))

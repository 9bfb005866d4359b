"""Articles that a person publishes: from our draft, or by pasting; out only when it is seen."""

from datetime import datetime, timedelta

import pytest
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, package, released
from tests.unit.publish.sandbox import run_until_rest

from hefa.core.errors import Refused
from hefa.core.package import Channel
from hefa.ledger.verify import verify
from hefa.publish.actions import queue_publication, retry_publication
from hefa.publish.advance import advance
from hefa.publish.evidence import every_publication_had_a_permit, no_publication_is_left_unclear
from hefa.publish.hand.by_hand import accept_links, read_links, whereabouts, withdraw_by_hand
from hefa.publish.hand.pages import pasted_html
from hefa.publish.models import Publication, PublicationState
from hefa.publish.preview.tidying import tidy
from hefa.publish.queries import awaiting_publication, in_trouble, timeline

State = PublicationState
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(autouse=True)
def named(house: House, wechat: Wechat) -> None:
    """The account bears one name at both ends, as its pages show it."""
    wechat.console("account", name=house.account.name)


def handed(house: House, channel: Channel, **changes: object) -> Publication:
    sheet = released(house, package(channel=channel, **changes))
    publication = queue_publication(
        [sheet.version], person=house.administrator, planned_at=None, now=NOW
    )
    publication, _ = run_until_rest(publication, until=timedelta(seconds=2))
    assert publication.state == State.HANDED, publication.trouble_code
    return publication


def paste(publication: Publication, wechat: Wechat, **changes: str) -> str:
    """Publish what the operator's page gives, with the picture put in; return the link."""
    item = publication.items.select_related("version").get()
    picture = '<img src="http://mmbiz.qpic.cn/mmbiz_png/Pasted/640">'
    html = pasted_html(item).replace("【这里放图 1】", picture)
    assert "【" not in html
    fields = {"title": item.version.title, "author": "办公室", "content": html} | changes
    made = wechat.console("articles", **fields)
    return str(next(a for a in wechat.state()["articles"] if a["article_id"] == made["article_id"])
               ["items"][0]["url"])  # fmt: skip


def tell(publication: Publication, link: str, house: House) -> Publication:
    seen = read_links(publication, {1: link}, now=NOW)
    return accept_links(publication, seen, person=house.administrator, now=NOW)


def refusals(publication: Publication, link: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        read_links(publication, {1: link}, now=NOW)
    return [entry.code for entry in refused.value.reasons]


def test_a_draft_published_by_a_person_is_seen_in_the_list(house: House, wechat: Wechat) -> None:
    publication = handed(house, Channel.DRAFT)
    permit = publication.permits.get(kind="by_hand")
    assert permit.operator == house.administrator
    assert "/cgi-bin/freepublish/submit" not in wechat.state()["calls"]

    wechat.console(f"drafts/{publication.media_id}/publish")
    publication, _ = run_until_rest(publication, now=NOW + timedelta(minutes=1))
    assert publication.state == State.PUBLISHED
    assert publication.article_id
    assert every_publication_had_a_permit(NOW, NOW + timedelta(days=1)).holds
    assert verify().is_sound


def test_an_untouched_draft_is_waited_for_and_chased(house: House) -> None:
    publication = handed(house, Channel.DRAFT)
    publication, moment = run_until_rest(
        publication, now=NOW + HALF_AN_HOUR, until=timedelta(minutes=1)
    )

    assert publication.state == State.HANDED
    assert publication.trouble_code == "publish.hand_waits_long"
    assert list(in_trouble(moment)) == [publication]
    assert not no_publication_is_left_unclear(moment).holds


def test_a_handed_draft_that_was_edited_goes_to_a_person_and_is_made_anew(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house, Channel.DRAFT)
    first = publication.media_id
    wechat.console(f"drafts/{first}/edit", find="上午", replace="下午")
    publication, moment = run_until_rest(publication, now=NOW + timedelta(minutes=1))
    assert publication.state == State.NEEDS_HUMAN
    assert publication.trouble_code == "publish.draft_differs"

    retry_publication(publication, person=house.administrator, words="重新存", now=moment)
    publication, _ = run_until_rest(publication, now=moment, until=timedelta(seconds=2))
    assert publication.state == State.HANDED
    assert publication.media_id != first


def test_without_the_list_the_link_is_asked_for_and_shows_it(house: House, wechat: Wechat) -> None:
    wechat.console("account", kind="personal")
    publication = handed(house, Channel.DRAFT)
    wechat.console(f"drafts/{publication.media_id}/publish")
    publication, _ = run_until_rest(
        publication, now=NOW + timedelta(minutes=1), until=timedelta(minutes=1)
    )
    assert (publication.state, publication.trouble_code) == (
        State.HANDED,
        "publish.hand_link_wanted",
    )

    link = wechat.state()["articles"][0]["items"][0]["url"]
    done = tell(publication, link, house)
    assert done.state == State.PUBLISHED
    assert done.items.get().article_url == link.removesuffix("#rd")
    assert timeline(done).last().actor == house.administrator.key


def test_the_manual_road_calls_nothing_and_counts_only_when_the_page_shows_it(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house, Channel.MANUAL)
    calls = wechat.state()["calls"]
    assert not [path for path in calls if "draft/add" in path or "media" in path]
    assert "【这里放图 1】" in pasted_html(publication.items.get())
    line = publication.permits.get(kind="by_hand").lines.get()
    assert line.rendered_sha256 == publication.items.get().rendered_sha256

    done = tell(publication, paste(publication, wechat), house)
    assert done.state == State.PUBLISHED
    assert every_publication_had_a_permit(NOW, NOW + timedelta(days=1)).holds


def test_an_account_that_is_not_connected_publishes_by_hand(house: House, wechat: Wechat) -> None:
    house.account.secret_sealed = ""
    house.account.save(update_fields=["secret_sealed"])
    publication = handed(house, Channel.API)
    assert publication.channel == Channel.MANUAL

    done = tell(publication, paste(publication, wechat), house)
    assert done.state == State.PUBLISHED


def test_a_wrong_link_is_refused_with_its_reason_and_nothing_changes(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house, Channel.MANUAL)
    before = Publication.objects.values().get(pk=publication.pk)
    other = paste(publication, wechat, title="别的事", content="<p>别的事</p>")

    assert refusals(publication, "") == ["publish.link_missing"]
    assert refusals(publication, "https://example.org/s/1") == ["publish.link_foreign"]
    assert refusals(publication, f"{wechat.url}/s/none") == ["publish.link_unread"]
    assert refusals(publication, other) == ["publish.link_other_article"]
    right = paste(publication, wechat)
    wechat.console("account", name="别家的号")
    assert refusals(publication, right) == ["publish.link_other_account"]
    wechat.console("settings", bot_wall=True)
    assert refusals(publication, right) == ["publish.link_wall"]
    wechat.console("settings", bot_wall=False)
    assert Publication.objects.values().get(pk=publication.pk) == before


def test_the_temporary_link_of_the_draft_is_no_proof(house: House, wechat: Wechat) -> None:
    publication = handed(house, Channel.DRAFT)
    stored = wechat.call("draft/get", {"media_id": publication.media_id})

    assert refusals(publication, stored["news_item"][0]["url"]) == ["render.page.preview"]
    publication.refresh_from_db()
    assert publication.state == State.HANDED


def test_what_is_out_but_differs_is_watched_and_goes_to_a_person(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house, Channel.MANUAL)
    link = paste(publication, wechat, author="别的署名")
    done = tell(publication, link, house)

    assert (done.state, done.trouble_code) == (State.NEEDS_HUMAN, "publish.out_differs")
    item = done.items.get()
    assert (item.article_url, item.published_at) == (link.removesuffix("#rd"), NOW)


def test_a_picture_left_out_is_a_difference(house: House, wechat: Wechat) -> None:
    publication = handed(house, Channel.MANUAL)
    item = publication.items.get()
    link = paste(publication, wechat, content=pasted_html(item).replace("【这里放图 1】", ""))

    assert tell(publication, link, house).trouble_code == "publish.out_differs"


@pytest.mark.parametrize(
    ("is_sure", "words", "code"),
    [(False, "改期", "publish.withdraw_not_sure"), (True, " ", "publish.words_missing")],
)
def test_withdrawing_takes_a_word_and_a_reason(
    house: House, is_sure: bool, words: str, code: str
) -> None:
    publication = handed(house, Channel.DRAFT)
    seen = whereabouts(publication, now=NOW)
    with pytest.raises(Refused, match=code):
        withdraw_by_hand(
            publication, seen, is_sure=is_sure, person=house.administrator, words=words, now=NOW
        )


def test_what_was_withdrawn_is_free_again_and_its_draft_is_gone(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house, Channel.DRAFT)
    withdraw(publication, house)

    publication.refresh_from_db()
    assert publication.state == State.CANCELLED
    assert awaiting_publication().count() == 1
    tidy(publication.pk, now=NOW)
    assert wechat.state()["drafts"] == []


def test_what_may_be_out_is_not_withdrawn(house: House, wechat: Wechat) -> None:
    publication = handed(house, Channel.DRAFT)
    wechat.console(f"drafts/{publication.media_id}/delete")
    with pytest.raises(Refused, match=r"publish\.withdraw_draft_gone"):
        withdraw(publication, house)

    manual = handed(house, Channel.MANUAL)
    paste(manual, wechat)
    with pytest.raises(Refused, match=r"publish\.withdraw_is_out"):
        withdraw(manual, house)


def test_a_draft_that_went_unseen_is_closed_on_a_word_and_its_text_stays_claimed(
    house: House, wechat: Wechat
) -> None:
    publication = handed(house, Channel.DRAFT)
    wechat.console(f"drafts/{publication.media_id}/delete")
    later = NOW + timedelta(minutes=31)
    with pytest.raises(Refused, match=r"publish\.withdraw_draft_gone"):
        withdraw(publication, house, now=later)  # nobody has seen yet that it is gone

    advance(publication.pk, now=later)
    withdraw(publication, house, now=later)

    publication.refresh_from_db()
    assert publication.state == State.CANCELLED
    assert awaiting_publication().count() == 0


def withdraw(publication: Publication, house: House, *, now: datetime = NOW) -> None:
    seen = whereabouts(publication, now=now)
    withdraw_by_hand(
        publication, seen, is_sure=True, person=house.administrator, words="改期", now=now
    )

"""What may be asked of any account, simulated or real, without changing anything."""

import json
from datetime import datetime, timedelta, timezone
from ipaddress import ip_network

import pytest
from tests.contract.conftest import NOON, Api

from hefa.wechat.autoreply import get_auto_replies
from hefa.wechat.drafts import count_drafts, get_draft, list_drafts, update_draft
from hefa.wechat.errors import CallFailed, Outcome
from hefa.wechat.mass import mass_speed
from hefa.wechat.material import count_materials, get_material, list_materials, list_news_materials
from hefa.wechat.media import MediaKind, get_temporary
from hefa.wechat.menu import MOST_BUTTONS, MOST_SUB_BUTTONS, current_menu, get_menu
from hefa.wechat.operations import (
    api_addresses,
    call_of_rid,
    callback_addresses,
    check_callback,
    quota_of,
)
from hefa.wechat.publishing import get_published, list_published, publish_state
from hefa.wechat.statistics import (
    account_days,
    article_details,
    article_reads,
    article_shares,
    article_totals,
    follower_changes,
    follower_totals,
)
from hefa.wechat.tokens import stable_token
from hefa.wechat.users import get_follower, get_followers, list_followers, list_tags
from hefa.wechat.values import AccessToken, Article, ArticleId, MediaId, PublishId

SHANGHAI = timezone(timedelta(hours=8))
NOTHING = MediaId("nothing-of-this-name-was-ever-here-0123456789")


def today(api: Api) -> datetime:
    """Return the day at the account's own clock, in Shanghai."""
    if api.outside is not None:
        return datetime.fromisoformat(NOON).replace(tzinfo=SHANGHAI)
    return datetime.now(SHANGHAI)


def test_the_token_stays_the_same_while_it_lives(api: Api) -> None:
    issued = stable_token(api.client, appid=api.appid, secret=api.secret)

    assert issued.token == api.token
    assert 300 <= issued.life_seconds <= 7200
    assert issued.server_at is not None


def test_a_wrong_secret_asks_a_person(api: Api) -> None:
    with pytest.raises(CallFailed) as caught:
        stable_token(api.client, appid=api.appid, secret="0" * 32)

    assert caught.value.outcome is Outcome.ASK_PERSON
    assert caught.value.code in {"wechat.secret_wrong", "wechat.ip_not_listed"}


def test_a_wrong_token_asks_for_a_new_one(api: Api) -> None:
    with pytest.raises(CallFailed) as caught:
        count_drafts(api.client, AccessToken(value="82_nobody-issued-this"))

    assert caught.value.outcome is Outcome.NEW_TOKEN
    assert caught.value.rid


@pytest.mark.parametrize("addresses", [api_addresses, callback_addresses])
def test_addresses_of_wechat_are_networks(api: Api, addresses: object) -> None:
    told = api.call(api_addresses if addresses is api_addresses else callback_addresses)

    assert told
    assert all(ip_network(each, strict=False) for each in told)


def test_a_quota_adds_up(api: Api) -> None:
    quota = api.call(quota_of, "/cgi-bin/draft/count")

    assert quota.daily_limit == quota.used + quota.remain
    assert api.refusal(quota_of, "/cgi-bin/nothing").outcome is Outcome.GIVE_UP


def test_a_refused_call_can_be_looked_up(api: Api) -> None:
    refused = api.refusal(get_draft, NOTHING)

    recorded = api.call(call_of_rid, refused.rid)

    assert recorded.path in {"/cgi-bin/draft/get", ""}
    assert recorded.invoked_at is not None
    assert json.loads(recorded.response_body)["errcode"] == refused.errcode == 40007
    assert api.token.value not in repr(recorded) + recorded.request_body + recorded.response_body
    assert api.refusal(call_of_rid, "00000000-00000000-00000000").code == "wechat.rid_unknown"


def test_the_callback_is_checked_or_unset(api: Api) -> None:
    try:
        reach = api.call(check_callback)
    except CallFailed as failed:
        code = failed.code
    else:
        code = "reached" if reach.addresses or reach.pings else "nothing told"

    assert code in {"wechat.callback_unset", "reached"}


def test_what_is_not_there_is_declined(api: Api) -> None:
    article = Article(title="t", content="<p>t</p>", thumb_media_id=NOTHING)
    gone = [
        api.refusal(get_draft, NOTHING),
        api.refusal(update_draft, NOTHING, article, position=1),
        api.refusal(get_material, NOTHING),
        api.refusal(get_temporary, NOTHING),
    ]

    assert [each.code for each in gone] == ["wechat.material_gone"] * 4


def test_what_was_never_published_is_declined(api: Api) -> None:
    assert api.refusal(get_published, ArticleId(NOTHING)).outcome is Outcome.GIVE_UP
    assert api.refusal(publish_state, PublishId("1")).outcome is Outcome.GIVE_UP


def test_lists_say_how_many_there_are(api: Api) -> None:
    drafts = api.call(list_drafts, with_content=False)
    published = api.call(list_published, with_content=False)

    assert drafts.total_count == api.call(count_drafts)
    assert len(drafts.drafts) == min(drafts.total_count, 20)
    assert len(published.publications) <= published.total_count


def test_the_library_is_counted_as_it_is_listed(api: Api) -> None:
    counts = api.call(count_materials)

    assert api.call(list_materials, MediaKind.IMAGE, count=1).total_count == counts.images
    assert api.call(list_materials, MediaKind.VOICE, count=1).total_count == counts.voices
    assert api.call(list_materials, MediaKind.VIDEO, count=1).total_count == counts.videos
    assert api.call(list_news_materials, count=1).total_count == counts.news


def test_the_menu_is_small(api: Api) -> None:
    for buttons in (api.call(get_menu).buttons, api.call(current_menu).buttons):
        assert len(buttons) <= MOST_BUTTONS
        assert all(len(button.sub_buttons) <= MOST_SUB_BUTTONS for button in buttons)
        assert all(button.name for button in buttons)


def test_automatic_replies_are_read(api: Api) -> None:
    replies = api.call(get_auto_replies)

    assert all(rule.keywords for rule in replies.rules)


def test_the_speed_of_mass_sends_is_a_step(api: Api) -> None:
    assert api.call(mass_speed).speed in range(5)


def test_followers_and_tags_are_listed(api: Api) -> None:
    page = api.call(list_followers)
    asked = list(page.openids[:2])

    assert len(page.openids) <= page.total_count
    if asked:
        assert [each.openid for each in api.call(get_followers, asked)] == asked
    assert all(tag.name for tag in api.call(list_tags))
    assert api.refusal(get_follower, "o" + "0" * 27).outcome is Outcome.ASK_PERSON


def test_figures_of_past_days_are_read(api: Api) -> None:
    day = (today(api) - timedelta(days=2)).date()

    for counts in (api.call(article_reads, day), api.call(article_shares, day)):
        assert all(count.day == day and count.position >= 1 for count in counts.counts)
    assert all(each.day == day for each in api.call(account_days, begin=day, end=day))
    assert all(each.day == day for each in api.call(article_details, day))
    assert all(each.sent_on == day for each in api.call(article_totals, day))
    assert all(each.new_users >= 0 for each in api.call(follower_changes, begin=day, end=day))
    assert all(each.users >= 0 for each in api.call(follower_totals, begin=day, end=day))


def test_figures_of_today_are_refused(api: Api) -> None:
    refused = api.refusal(article_reads, today(api).date())

    assert refused.code in {"wechat.figures_range", "wechat.figures_not_ready"}

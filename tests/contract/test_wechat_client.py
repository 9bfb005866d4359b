"""The client against a whole simulated account, in another process, over real HTTP."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.sandbox.client import Wechat, png, start
from tests.unit.render.documents import NOTICE, OTHER_PICTURE, PICTURE, name_list, package

from hefa.render.article import render
from hefa.render.compare import DifferenceKind, differences, fingerprint_of_html
from hefa.render.page import PageState, parse_page
from hefa.wechat.drafts import add_draft, delete_draft, get_draft, list_drafts
from hefa.wechat.errors import CallFailed, Declined, Outcome
from hefa.wechat.material import add_picture
from hefa.wechat.media import upload_picture
from hefa.wechat.pages import fetch_page
from hefa.wechat.publishing import (
    delete_published,
    get_published,
    list_published,
    publish_state,
    submit_draft,
)
from hefa.wechat.tokens import stable_token
from hefa.wechat.transport import Client
from hefa.wechat.values import AccessToken, Article, MediaId, Picture, PublishState, PublishStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The client, its token, and the hand that moves the simulator from outside."""

    client: Client
    token: AccessToken
    outside: Wechat

    def article(self) -> Article:
        """The notice of the tests, rendered with pictures of this account."""
        addresses = {
            sha256: upload_picture(self.client, self.token, Picture(name="p.png", content=png()))
            for sha256 in (PICTURE, OTHER_PICTURE)
        }
        cover = add_picture(self.client, self.token, Picture(name="c.png", content=png(9, 9)))
        return Article(
            title="关于“停水”的通知 <1&2>",
            author="办公室",
            digest="明天停水，请储水。",
            content=render(package(*NOTICE, name_list(30)), addresses),
            content_source_url="https://example.gov.cn/?a=1&b=2",
            thumb_media_id=cover.media_id,
        )

    def published(self, article: Article) -> PublishState:
        media_id = add_draft(self.client, self.token, [article])
        submitted = submit_draft(self.client, self.token, media_id)
        self.outside.console("clock", advance_seconds=100)
        return publish_state(self.client, self.token, submitted.publish_id)


@pytest.fixture(scope="module")
def running() -> Iterator[Wechat]:
    process, ready = start("--publish-delay", "60", "--exit-with-parent")
    yield Wechat(ready["url"], ready["appid"], ready["secret"])
    process.terminate()
    process.wait(timeout=5)


@pytest.fixture
def account(running: Wechat) -> Iterator[Account]:
    running.console("reset")
    running.console("account", kind="verified")
    with Client(base_url=running.url) as client:
        issued = stable_token(client, appid=running.appid, secret=running.secret)
        yield Account(client=client, token=issued.token, outside=running)


def test_the_token_lives_and_tells_the_servers_time(account: Account) -> None:
    wechat = account.outside
    issued = stable_token(account.client, appid=wechat.appid, secret=wechat.secret)

    assert issued.token == account.token
    assert 300 <= issued.life_seconds <= 7200
    assert issued.server_at is not None


def test_a_draft_comes_back_the_same_in_the_readers_eyes(account: Account) -> None:
    article = account.article()

    media_id = add_draft(account.client, account.token, [article, article])
    draft = get_draft(account.client, account.token, media_id)

    assert len(draft.articles) == 2
    for stored in draft.articles:
        assert stored.content != article.content  # WeChat did rewrite it
        assert "data-hefa=" in stored.content
        sent, seen = (fingerprint_of_html(each.content) for each in (article, stored))
        assert len(sent.pictures) == 2
        assert differences(sent, seen) == ()
        assert (stored.title, stored.author) == (article.title, article.author)
        assert stored.content_source_url == article.content_source_url


@pytest.mark.parametrize("count", [1, 3])
def test_the_draft_box_lists_every_draft_and_forgets_deleted_ones(
    account: Account, count: int
) -> None:
    article = account.article()
    made = {add_draft(account.client, account.token, [article]) for _ in range(count)}

    page = list_drafts(account.client, account.token)
    for media_id in made:
        delete_draft(account.client, account.token, media_id)

    assert {draft.media_id for draft in page.drafts} == made
    assert page.total_count == count
    assert list_drafts(account.client, account.token).drafts == ()
    with pytest.raises(Declined) as caught:
        get_draft(account.client, account.token, made.pop())
    assert (caught.value.errcode, caught.value.outcome) == (40007, Outcome.GIVE_UP)


def test_a_published_article_is_seen_by_state_list_and_public_page(account: Account) -> None:
    article = account.article()
    state = account.published(article)

    assert state.status is PublishStatus.DONE
    (item,) = state.items
    (listed,) = list_published(account.client, account.token).publications
    assert listed.article_id == state.article_id
    sent = fingerprint_of_html(article.content, title=article.title)
    kept = fingerprint_of_html(listed.articles[0].content, title=listed.articles[0].title)
    assert differences(sent, kept) == ()

    page = parse_page(fetch_page(account.client, item.url).html)

    assert page.state is PageState.SEEN
    assert (page.author, page.digest) == (article.author, article.digest)
    assert page.source_url == article.content_source_url
    assert page.published_at is not None
    assert len(page.identity) == 4
    assert differences(sent, fingerprint_of_html(page.body_html, title=page.title)) == ()


def test_an_edit_behind_our_back_is_named(account: Account) -> None:
    article = account.article()
    state = account.published(article)
    account.outside.console(f"articles/{state.article_id}/edit", find="8时", replace="9时")

    page = parse_page(fetch_page(account.client, state.items[0].url).html)
    (difference,) = differences(
        fingerprint_of_html(article.content), fingerprint_of_html(page.body_html)
    )

    assert (difference.kind, difference.released, difference.seen) == (
        DifferenceKind.TEXT,
        "8时",
        "9时",
    )


def test_a_deleted_article_says_so_everywhere(account: Account) -> None:
    state = account.published(account.article())
    delete_published(account.client, account.token, state.article_id, position=1)

    page = parse_page(fetch_page(account.client, state.items[0].url).html)

    assert page.state is PageState.DELETED
    published = get_published(account.client, account.token, state.article_id)
    assert [article.is_deleted for article in published.articles] == [True]


def test_a_blocked_article_and_a_wall_are_told_apart(account: Account) -> None:
    state = account.published(account.article())
    account.outside.console("settings", bot_wall=True)
    wall = parse_page(fetch_page(account.client, state.items[0].url).html)
    account.outside.console("settings", bot_wall=False)
    account.outside.console(f"articles/{state.article_id}/block")
    blocked = parse_page(fetch_page(account.client, state.items[0].url).html)

    assert (wall.state, blocked.state) == (PageState.WALL, PageState.BLOCKED)


@pytest.mark.parametrize(
    ("setting", "state"),
    [
        ("moved", PageState.BLOCKED),
        ("moved_on", PageState.UNKNOWN),
        ("unsent", PageState.BLOCKED),
        ("silent", PageState.WALL),
    ],
)
def test_a_page_of_wechat_in_the_articles_place_is_told(
    account: Account, setting: str, state: PageState
) -> None:
    published = account.published(account.article())
    account.outside.console("settings", public_pages=setting)

    assert parse_page(fetch_page(account.client, published.items[0].url).html).state is state


def test_the_page_of_a_draft_is_told_from_an_article_that_is_out(account: Account) -> None:
    media_id = add_draft(account.client, account.token, [account.article()])
    (stored,) = get_draft(account.client, account.token, media_id).articles

    page = parse_page(fetch_page(account.client, stored.url).html)

    assert (page.state, page.body_html) == (PageState.PREVIEW, "")


@pytest.mark.parametrize("kind", ["personal", "unverified"])
def test_an_account_that_may_not_publish_is_told_so(account: Account, kind: str) -> None:
    media_id = add_draft(account.client, account.token, [account.article()])
    account.outside.console("account", kind=kind)

    with pytest.raises(Declined) as caught:
        submit_draft(account.client, account.token, media_id)

    assert caught.value.code == "wechat.no_permission"
    assert caught.value.rid


@pytest.mark.parametrize(("how", "errcode"), [("expired", 42001), ("stolen", 40001)])
def test_a_token_that_is_gone_asks_for_a_new_one(account: Account, how: str, errcode: int) -> None:
    account.outside.console("tokens/expire", how=how)

    with pytest.raises(Declined) as caught:
        list_drafts(account.client, account.token)

    assert (caught.value.errcode, caught.value.outcome) == (errcode, Outcome.NEW_TOKEN)


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        ("drop_before", Outcome.UNKNOWN),
        ("drop_after", Outcome.UNKNOWN),
        ("status500", Outcome.UNKNOWN),
        ("busy", Outcome.UNKNOWN),
        ("garbage", Outcome.UNKNOWN),
        ("truncate", Outcome.UNKNOWN),
        ("errcode", Outcome.RETRY_LATER),
    ],
)
def test_a_fault_at_the_submission_has_one_meaning(
    account: Account, kind: str, outcome: Outcome
) -> None:
    media_id = add_draft(account.client, account.token, [account.article()])
    account.outside.console("faults", path="/cgi-bin/freepublish/submit", kind=kind)

    with pytest.raises(CallFailed) as caught:
        submit_draft(account.client, account.token, media_id)

    assert caught.value.outcome is outcome
    assert account.token.value not in repr(caught.value.__dict__)


def test_no_log_line_at_any_level_holds_the_token(
    account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    for name in ("httpx2", "httpcore2"):
        caplog.set_level(logging.DEBUG, logger=name)
    list_drafts(account.client, account.token)
    wechat = account.outside
    stable_token(account.client, appid=wechat.appid, secret=wechat.secret)

    assert "/cgi-bin/draft/batchget" in caplog.text
    assert "httpcore2" in caplog.text
    assert account.token.value not in caplog.text
    assert wechat.secret not in caplog.text


def test_a_draft_that_never_was_is_declined(account: Account) -> None:
    with pytest.raises(Declined) as caught:
        submit_draft(account.client, account.token, MediaId("nothing"))

    assert caught.value.outcome is Outcome.GIVE_UP

"""Comments: who may write them, and what the account does with them."""

import pytest
from tests.sandbox.client import Json, Wechat, fetch, raw_json


class Commented:
    """One published article that readers may comment on."""

    def __init__(self, wechat: Wechat, **fields: object) -> None:
        self.wechat = wechat
        sent = wechat.draft(**({"need_open_comment": 1} | fields))
        submitted = wechat.call("freepublish/submit", {"media_id": sent})
        self.msg_data_id = submitted["msg_data_id"]
        wechat.console("clock", advance_seconds=100)
        publish_id = {"publish_id": submitted["publish_id"]}
        self.article_id = wechat.call("freepublish/get", publish_id)["article_id"]

    def call(self, name: str, **fields: object) -> Json:
        sent = {"msg_data_id": self.msg_data_id, "index": 0} | fields
        return self.wechat.call(f"comment/{name}", sent)

    def code(self, name: str, **fields: object) -> int:
        code: int = self.call(name, **fields)["errcode"]
        return code

    def write(self, content: str = "谢谢", **fields: object) -> int:
        act = f"articles/{self.article_id}/comment"
        number: int = self.wechat.console(act, content=content, **fields)["user_comment_id"]
        return number

    def refused(self, **fields: object) -> int:
        address = f"{self.wechat.url}/console/api/articles/{self.article_id}/comment"
        return fetch(address, raw_json({"content": "x"} | fields)).status

    def listed(self, kind: int = 0) -> list[Json]:
        comments: list[Json] = self.call("list", begin=0, count=49, type=kind)["comment"]
        return comments


@pytest.fixture
def article(wechat: Wechat) -> Commented:
    return Commented(wechat)


def test_a_comment_is_listed_as_recorded(article: Commented) -> None:
    number = article.write("谢谢", openid="oSomebody")
    told = article.call("list", begin=0, count=49, type=0)
    [comment] = told["comment"]

    assert (told["errcode"], told["errmsg"], told["total"]) == (0, "ok", 1)
    assert sorted(comment) == [
        "comment_type", "content", "create_time", "openid", "user_comment_id",
    ]  # fmt: skip
    assert (comment["user_comment_id"], comment["content"]) == (number, "谢谢")
    assert (comment["openid"], comment["comment_type"]) == ("oSomebody", 0)


def test_lists_come_in_pages_newest_first(article: Commented) -> None:
    numbers = [article.write(f"第{number}条") for number in range(3)]
    page = article.call("list", begin=1, count=1, type=0)

    assert page["total"] == 3
    assert [comment["user_comment_id"] for comment in page["comment"]] == [numbers[1]]
    assert article.code("list", begin=0, count=50, type=0) == 88010
    assert article.code("list", begin=0, count=0, type=0) == 88010
    assert article.code("list", begin=0, count=1, type=3) == 40035


def test_elected_comments_are_told_apart(article: Commented) -> None:
    first, second = article.write(), article.write()

    assert article.code("markelect", user_comment_id=first) == 0
    assert [each["user_comment_id"] for each in article.listed(2)] == [first]
    assert [each["user_comment_id"] for each in article.listed(1)] == [second]
    assert article.code("unmarkelect", user_comment_id=first) == 0
    assert article.listed(2) == []


def test_a_comment_is_answered_once(article: Commented) -> None:
    number = article.write()

    assert article.code("reply/delete", user_comment_id=number) == 87009
    for content in ("", "长" * 601):
        assert article.code("reply/add", user_comment_id=number, content=content) == 88007
    assert article.code("reply/add", user_comment_id=number, content="不客气") == 0
    assert article.listed()[0]["reply"]["content"] == "不客气"
    assert article.code("reply/add", user_comment_id=number, content="再说") == 88005
    assert article.code("reply/delete", user_comment_id=number) == 0
    assert "reply" not in article.listed()[0]


def test_a_deleted_comment_is_gone_and_its_number_with_it(article: Commented) -> None:
    number = article.write()

    assert article.code("delete", user_comment_id=number) == 0
    assert article.listed() == []
    assert article.code("delete", user_comment_id=number) == 88008
    assert article.write() != number


def test_a_comment_its_reader_took_back_cannot_be_answered(article: Commented) -> None:
    number = article.write()
    act = f"articles/{article.article_id}/take_comment_back"
    article.wechat.console(act, user_comment_id=number)

    assert article.listed() == []
    assert article.code("reply/add", user_comment_id=number, content="在吗") == 88004


def test_an_article_is_closed_and_opened_to_comments(wechat: Wechat) -> None:
    article = Commented(wechat, need_open_comment=0)

    assert article.refused() == 400
    assert article.code("open") == 0
    article.write()
    assert article.code("close") == 0
    assert article.refused() == 400
    assert len(article.listed()) == 1


def test_only_followers_comment_where_the_article_says_so(wechat: Wechat) -> None:
    article = Commented(wechat, only_fans_can_comment=1)
    [openid] = wechat.console("followers")["openids"]

    assert article.refused(openid="oStranger") == 400
    article.write(openid=openid)
    wechat.console(f"followers/{openid}/unfollow")
    assert article.refused(openid=openid) == 400


def test_unknown_articles_and_accounts_without_comments_are_named(article: Commented) -> None:
    assert article.code("open", index=1) == 88001
    assert article.code("open", msg_data_id=1) == 88001
    article.wechat.console("settings", comment_feature=False)
    assert article.code("open") == 88000

"""Going back to how things stood, and the count of what cannot be seen twice."""

from tests.sandbox.client import Wechat

from mpsandbox.store import Store

MENU = {"button": [{"type": "view", "name": "办事", "url": "https://a.example/"}]}


def test_everything_stands_again_as_it_was_kept(wechat: Wechat) -> None:
    before = wechat.draft()
    wechat.console("clock", freeze=True)
    wechat.console("keep")
    kept = wechat.state()
    for _ in range(2):
        wechat.draft()
        wechat.console(f"drafts/{before}/delete")
        wechat.console("settings", bot_wall=True)
        wechat.console("clock", advance_seconds=7200)
        wechat.console("go_back")

        assert wechat.state() == kept


def test_without_anything_kept_there_is_no_way_back() -> None:
    store = Store(":memory:")

    assert not store.go_back()
    store.close()


def test_each_deletion_and_each_menu_that_had_its_effect_is_counted(wechat: Wechat) -> None:
    article_id = wechat.publish(wechat.draft())["article_id"]
    for kind in ("drop_before", "drop_after", "late"):
        wechat.console("faults", path="/cgi-bin/freepublish/delete", kind=kind, seconds=60)
        try:
            wechat.call("freepublish/delete", {"article_id": article_id, "index": 1})
        except OSError:
            continue
    wechat.call("freepublish/delete", {"article_id": article_id, "index": 7})
    wechat.call("menu/create", MENU)
    wechat.console("clock", advance_seconds=61)

    effects = wechat.state()["effects"]
    assert [(effect["path"], effect["what"]) for effect in effects] == [
        ("/cgi-bin/freepublish/delete", f"{article_id}/1"),
        ("/cgi-bin/menu/create", '["办事"]'),
        ("/cgi-bin/freepublish/delete", f"{article_id}/1"),
    ]
    assert effects[2]["at"] > effects[0]["at"] + 60

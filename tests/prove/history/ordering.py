"""What people order about what is out, and what they then do in WeChat's back office."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urldefrag

from tests.prove.history.world import World
from tests.unit.publish.acting import sheet_about, sheet_for
from tests.unit.publish.factory import House

from hefa.collect.kinds import columns_now
from hefa.collect.packages import package_of
from hefa.core.change import side
from hefa.core.package import Kind
from hefa.ledger.models import Entry
from hefa.publish import actions
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.orders.confirming import CONFIRMED, can_be_seen, confirm_done
from hefa.publish.orders.ordering import order_change
from hefa.publish.queries import standing_items
from hefa.registry.models import Column
from hefa.review.models import ReviewSheet

State = PublicationState

MEDDLED = ("检修", "施工")
BY_OTHERS = "别人改的"  # what a column is called that somebody renamed without a sheet
NEW_TEXT = "后天下午停水检修。"
# How often readers' articles are to go, to be edited, to come anew.
_WISHES = ("take_down", "take_down", "edit", "anew", "anew")


def order_about_an_article(world: World, house: House, _: Publication | None = None) -> None:
    """Order that something that is out go, be edited a little, or come anew."""
    items = list(standing_items().filter(claims=True))
    if not items:
        return
    item = world.chance.choice(items)
    wish = world.chance.choice(_WISHES)
    if wish == "take_down":
        sheet = sheet_about(house, item, Kind.TAKE_DOWN)
    else:
        text = NEW_TEXT
        if wish == "anew":  # no two packages that are sent are the same bytes
            text += f"（{Publication.objects.count()}）"
        sheet = sheet_about(house, item, Kind.CORRECTION, text=text, manner=wish)
    _order(world, house, sheet, f"{wish} of {item.publication_id}/{item.position} was ordered")


def order_menu(world: World, house: House, _: Publication | None = None) -> None:
    """Order another menu than the one that followers find now."""
    number = world.chance.randint(1, 9999)
    wanted = [
        {"name": f"菜单{number}", "type": "view", "value": f"https://a.example/{number}", "sub": []}
    ]
    columns = None
    if world.chance.random() < 0.5:
        columns = [{**one, "name": f"核准{number}"} for one in columns_now()]
    sheet = sheet_for(house, as_signed(world.truth()["menu"]), wanted, columns)
    _order(world, house, sheet, f"menu {number} was ordered")


def set_menu_by_hand(world: World, _house: House, _: Publication | None = None) -> None:
    """Set a menu that nobody signed."""
    button = {"type": "view", "name": "别的", "url": "https://a.example/other"}
    world.console("menu", button=[button])
    world.tell("somebody set another menu")


def edit_article(world: World, _house: House, _: Publication | None = None) -> None:
    """Change a word of an article that is out, behind Hefa's back."""
    articles = world.truth()["articles"]
    if articles:
        one = world.chance.choice(articles)
        idx = world.chance.randint(1, len(one["items"]))
        find, replace = MEDDLED
        if find in one["items"][idx - 1]["content"]:
            what = {"idx": idx, "find": find, "replace": replace}
            world.console(f"articles/{one['article_id']}/edit", **what)
            world.tell(f"article {idx} of {one['mid']} was edited")


def delete_article(world: World, _house: House, _: Publication | None = None) -> None:
    """Delete an article behind Hefa's back, be it that Hefa has seen it out or not."""
    standing = [
        (article["article_id"], item["idx"])
        for article in world.truth()["articles"]
        for item in article["items"]
        if not item["is_deleted"]
    ]
    if standing:
        article_id, idx = world.chance.choice(standing)
        world.console(f"articles/{article_id}/delete", idx=idx)
        world.tell(f"article {idx} of {article_id} was deleted")


def edit_columns(world: World, _house: House, _: Publication | None = None) -> None:
    """Change the columns of the register without a sheet, while a change of them is on its way."""
    is_pending = Publication.objects.filter(kind=Kind.COLUMN_CHANGE).exclude(
        state__in=(State.PUBLISHED, State.CANCELLED)
    )
    if not is_pending.exists():
        return
    name = f"{BY_OTHERS}{world.chance.randint(1, 999)}"
    Column.objects.update(name=name)
    world.columns_edited = (Entry.objects.count(), name)
    world.tell("somebody changed the columns")


def do_what_is_asked(world: World, house: House, publication: Publication) -> None:
    """Do in WeChat's back office what Hefa could not do itself, where it asks for that."""
    if publication.state != State.HANDED or publication.kind == Kind.ARTICLE:
        return
    item = publication.items.select_related("acts_on", "version").get()
    if publication.kind == Kind.COLUMN_CHANGE:
        _change_menu(world, item)
    elif item.acts_on is not None:
        _touch_article(world, publication, item.acts_on)
    if publication.trouble_code in CONFIRMED:
        confirm_done(
            publication,
            is_seen=can_be_seen(publication, now=world.now),
            person=house.administrator,
            words="办好了",
            now=world.now,
        )
        world.tell("and a person said so")


def give_up_waiting(world: World, house: House, publication: Publication) -> None:
    """Cancel what waits for a former article that nobody takes down, or for an edit of none."""
    if publication.trouble_code == "publish.former_still_out":
        version = publication.items.get().version_id
        going = Publication.objects.filter(kind=Kind.TAKE_DOWN, items__version=version)
        if going.exclude(state__in=(State.NEEDS_HUMAN, State.CANCELLED)).exists():
            return
    elif publication.trouble_code != "publish.former_gone":
        return
    person = house.administrator
    actions.cancel_publication(publication, person=person, words="不等了", now=world.now)
    world.tell("nobody waited any longer")


def shown_at(truth: Mapping[str, Any], url: str) -> tuple[str, dict[str, Any]] | None:
    """Return the article's id and the item that stands at a public address."""
    for article in truth["articles"]:
        for item in article["items"]:
            if url and urldefrag(url)[0] in (urldefrag(item["url"])[0], item["short_url"]):
                return article["article_id"], item
    return None


def as_signed(menu: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the simulator's menu, of links alone, as a package has it."""
    return [
        {"name": button["name"], "type": "view", "value": button["url"], "sub": []}
        for button in (menu or {"button": []})["button"]
    ]


def _order(world: World, house: House, sheet: ReviewSheet, what: str) -> None:
    known = set(Publication.objects.values_list("pk", flat=True))
    order_change(sheet.version, person=house.administrator, now=world.now)
    world.publications += list(Publication.objects.exclude(pk__in=known).order_by("pk"))
    world.tell(what)


def _change_menu(world: World, item: PublicationItem) -> None:
    wanted = side(package_of(item.version).change, "menu", "after")
    buttons = [{"type": "view", "name": one["name"], "url": one["value"]} for one in wanted]
    world.console("menu", button=buttons)
    world.tell("the menu was set by hand, as asked")


def _touch_article(world: World, publication: Publication, target: PublicationItem) -> None:
    at = shown_at(world.truth(), target.article_url)
    if at is None or at[1]["is_deleted"]:
        return
    article_id, shown = at
    if publication.kind == Kind.TAKE_DOWN:
        world.console(f"articles/{article_id}/delete", idx=shown["idx"])
        world.tell("the article was deleted by hand, as asked")
        return
    former, wanted = sentence_of(target), sentence_of(publication.items.get())
    for found in (former, former.replace(*MEDDLED)):
        if found in shown["content"]:
            what = {"idx": shown["idx"], "find": found, "replace": wanted}
            world.console(f"articles/{article_id}/edit", **what)
            world.tell("the article was edited by hand, as asked")


def sentence_of(item: PublicationItem) -> str:
    """Return what the one paragraph of an item's released text says."""
    return str(package_of(item.version).document["content"][1]["content"][0]["text"])

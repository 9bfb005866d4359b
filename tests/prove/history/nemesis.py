"""What goes wrong in a history, and what people do in it: each act with its weight."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from tests.prove.history import ordering
from tests.prove.history.world import World
from tests.unit.publish.factory import House

from hefa.collect.models import Version
from hefa.core.errors import Conflict, Refused
from hefa.core.package import Kind
from hefa.publish import actions
from hefa.publish.hand import by_hand, settling
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.queries import may_be_cancelled, resuming_state, takes_links

FAULTS = ("drop_before", "drop_after", "late", "late", "status500", "busy", "garbage", "truncate")
REFUSALS = (40001, 42001, 45009, 45011, 45028, 48001, 53501)
# Where it matters most that an answer is lost, it is lost most often.
PATHS = {
    "/cgi-bin/stable_token": 1,
    "/cgi-bin/media/uploadimg": 1,
    "/cgi-bin/material/add_material": 1,
    "/cgi-bin/draft/add": 4,
    "/cgi-bin/draft/get": 2,
    "/cgi-bin/draft/batchget": 1,
    "/cgi-bin/freepublish/submit": 10,
    "/cgi-bin/freepublish/get": 2,
    "/cgi-bin/freepublish/batchget": 2,
    "/cgi-bin/freepublish/getarticle": 3,
    "/cgi-bin/freepublish/delete": 4,
    "/cgi-bin/menu/create": 3,
    "/cgi-bin/get_current_selfmenu_info": 1,
    "/cgi-bin/message/mass/sendall": 3,
    "/cgi-bin/message/mass/get": 1,
}

Act = Callable[[World, House, Publication], None]


def arm(world: World, _house: House, _publication: Publication) -> None:
    """Let a call of some path go wrong: mostly lost, seldom refused."""
    path = world.chance.choices(list(PATHS), list(PATHS.values()))[0]
    if world.chance.random() < 0.3:
        errcode = world.chance.choice(REFUSALS)
        world.console("faults", path=path, kind="errcode", errcode=errcode)
        world.tell(f"{path} will answer {errcode}")
        return
    kind = world.chance.choice(FAULTS)
    late = world.chance.choice([1, 30, 300, 1200])
    world.console("faults", path=path, kind=kind, seconds=late)
    world.tell(f"{path} will {kind} ({late} s)")


def edit_draft(world: World, _house: House, publication: Publication) -> None:
    """Change a word of the draft in WeChat's back office."""
    if _has_draft(world, publication):
        world.console(f"drafts/{publication.media_id}/edit", title="别人改过的题目")
        world.tell("the draft was edited")


def delete_draft(world: World, _house: House, publication: Publication) -> None:
    """Delete the draft in WeChat's back office."""
    if _has_draft(world, publication):
        world.console(f"drafts/{publication.media_id}/delete")
        world.tell("the draft was deleted")


def publish_by_hand(world: World, _house: House, publication: Publication) -> None:
    """Publish the draft by hand behind Hefa's back."""
    if _has_draft(world, publication):
        world.console(f"drafts/{publication.media_id}/publish")
        world.tell("the draft was published by hand")


def script(world: World, _house: House, _publication: Publication) -> None:
    """Let WeChat refuse the next submission in the end."""
    status = world.chance.choice([2, 3, 4])
    world.console("publish_outcome", status=status)
    world.tell(f"the next outcome is {status}")


def expire(world: World, _house: House, _publication: Publication) -> None:
    """End every token."""
    world.console("tokens/expire", how=world.chance.choice(["expired", "stolen"]))
    world.tell("tokens ended")


def sleep(world: World, _house: House, _publication: Publication) -> None:
    """Let time pass with nobody at work."""
    world.now += timedelta(seconds=world.chance.choice([10, 150, 1700, 7200]))


def cancel(world: World, house: House, publication: Publication) -> None:
    """Cancel what may be cancelled."""
    if may_be_cancelled(publication):
        person = house.administrator
        actions.cancel_publication(publication, person=person, words="不发了", now=world.now)
        world.tell("cancelled")


def retry(world: World, house: House, publication: Publication) -> None:
    """Order that it go on, where a person may."""
    if resuming_state(publication) is not None:
        person = house.administrator
        actions.retry_publication(publication, person=person, words="核实过了", now=world.now)
        world.tell("a person set it going again")


def queue_again(world: World, house: House, _publication: Publication) -> None:
    """Queue once more whatever a publication has let go of."""
    free = Version.objects.exclude(items__claims=True).order_by("pk")
    versions = list(free.filter(items__isnull=False).distinct()[:1])
    if versions:
        person = house.administrator
        made = actions.queue_publication(versions, person=person, planned_at=None, now=world.now)
        world.publications.append(made)
        world.tell(f"version {versions[0].pk} was queued again")


def halt(world: World, house: House, _publication: Publication) -> None:
    """Stop everything, or lift the stop by two people."""
    standing = actions.standing_halt(house.account)
    if standing is None:
        actions.halt_publishing(
            house.account, person=house.administrator, words="先停", now=world.now
        )
        world.tell("halted")
    else:
        lift(world, house)


def lift(world: World, house: House) -> None:
    """Lift the stop that stands, if any."""
    standing = actions.standing_halt(house.account)
    if standing is not None:
        if standing.lift_asked_by is None:
            actions.ask_to_lift_halt(standing, person=house.administrator, now=world.now)
        actions.lift_halt(standing, person=house.approver, now=world.now)
        world.tell("the stop was lifted")


def change_kind(world: World, _house: House, _publication: Publication) -> None:
    """Let the account lose its verification, or get it back."""
    kind = world.chance.choice(["verified", "verified", "personal", "lapsed"])
    world.console("account", kind=kind)
    world.tell(f"the account is {kind}")


def tell_link(world: World, house: House, publication: Publication) -> None:
    """Paste the addresses under which the items of a publication are out."""
    found = _addresses(world, publication)
    if publication.state == PublicationState.HANDED and found:
        seen = by_hand.read_links(publication, found, now=world.now)
        by_hand.accept_links(publication, seen, person=house.administrator, now=world.now)
        world.tell("the links were pasted")


def paste_text(world: World, _house: House, publication: Publication) -> None:
    """Publish by hand what was copied out of Hefa, as the operator does."""
    is_asked = publication.state == PublicationState.HANDED and publication.channel == "manual"
    if is_asked and not _addresses(world, publication):
        for item in publication.items.all():
            world.console("articles", title=item.version.title, content=item.rendered_html)
        world.tell("the copied text was published")


def delete_unseen(world: World, _house: House, publication: Publication) -> None:
    """Delete what was mass-sent before Hefa has seen its page."""
    if publication.msg_id and publication.state == PublicationState.HANDED:
        url = _addresses(world, publication).get(1, "")
        if (found := ordering.shown_at(world.truth(), url)) is not None:
            world.console(f"articles/{found[0]}/delete", idx=found[1]["idx"])
            world.tell("what was mass-sent was deleted, unseen")


def say_gone(world: World, house: House, publication: Publication) -> None:
    """Say of what was out and was deleted before Hefa saw it that it is gone."""
    gone = [*_gone(world, publication)]
    if takes_links(publication) and gone:
        settling.settle_as_gone(
            publication,
            settling.remains(publication, now=world.now),
            gone,
            is_sure=True,
            person=house.administrator,
            words="被人删了",
            now=world.now,
        )
        world.tell(f"articles {gone} were said to be gone")


def raise_wall(world: World, _house: House, _publication: Publication) -> None:
    """Let WeChat show Hefa a wall in place of its pages, or no longer."""
    stands = world.chance.random() < 0.5
    world.console("settings", bot_wall=stands)
    world.tell("the wall stands" if stands else "no wall")


def withdraw(world: World, house: House, publication: Publication) -> None:
    """Take back what was handed over."""
    if publication.state == PublicationState.HANDED:
        seen = by_hand.whereabouts(publication, now=world.now)
        by_hand.withdraw_by_hand(
            publication, seen, is_sure=True, person=house.administrator, words="不发", now=world.now
        )
        world.tell("it was taken back")


def finish_by_hand(world: World, house: House, publication: Publication) -> None:
    """Do what an operator does in the end: publish, and paste the links."""
    publication.refresh_from_db()
    try:
        ordering.give_up_waiting(world, house, publication)
        if publication.kind != Kind.ARTICLE or publication.state != PublicationState.HANDED:
            ordering.do_what_is_asked(world, house, publication)
            return
        if not publication.msg_id:
            publish_by_hand(world, house, publication)
            paste_text(world, house, publication)
        say_gone(world, house, publication)
        tell_link(world, house, publication)
        if not publication.msg_id and not _addresses(world, publication):
            withdraw(world, house, publication)
    except (Refused, Conflict) as error:
        world.tell(f"the operator was refused: {error.reasons[0].code}")


def _addresses(world: World, publication: Publication) -> dict[int, str]:
    """Return where the items of a publication are out, when all that are not gone are."""
    found: dict[int, str] = {}
    for item in publication.items.filter(removed_at=None):
        urls = [one["url"] for one in _bearing(world, item) if not one["is_deleted"]]
        if not urls:
            return {}
        found[item.position] = urls[-1]
    return found


def _gone(world: World, publication: Publication) -> Iterator[int]:
    """Yield the positions of what was out and is deleted."""
    for item in publication.items.filter(removed_at=None):
        articles = _bearing(world, item)
        if articles and all(one["is_deleted"] for one in articles):
            yield item.position


def _bearing(world: World, item: PublicationItem) -> list[dict[str, Any]]:
    """Return the articles at WeChat, deleted or not, that bear the mark of `item`."""
    mark = item.package_sha256[:16]
    out = [one for article in world.truth()["articles"] for one in article["items"]]
    return [one for one in out if mark in one["content"]]


ACTS: tuple[tuple[Act, int], ...] = (
    (arm, 40),
    (sleep, 12),
    (retry, 20),
    (queue_again, 8),
    (script, 4),
    (expire, 4),
    (edit_draft, 2),
    (delete_draft, 2),
    (publish_by_hand, 2),
    (cancel, 3),
    (halt, 2),
    (change_kind, 3),
    (tell_link, 6),
    (paste_text, 4),
    (withdraw, 2),
    (say_gone, 4),
    (raise_wall, 3),
    (ordering.order_about_an_article, 20),
    (ordering.order_menu, 5),
    (ordering.do_what_is_asked, 8),
    (ordering.set_menu_by_hand, 1),
    (ordering.edit_article, 1),
    (ordering.delete_article, 3),
    (ordering.edit_columns, 6),
    (delete_unseen, 10),
)


def strike(world: World, house: House, publication: Publication) -> None:
    """Do one act, chosen by weight; what Hefa refuses is refused."""
    acts, weights = zip(*ACTS, strict=True)
    act = world.chance.choices(acts, weights)[0]
    publication.refresh_from_db()
    try:
        act(world, house, publication)
    except (Refused, Conflict) as error:
        world.tell(f"{act.__name__} was refused: {error.reasons[0].code}")


def _has_draft(world: World, publication: Publication) -> bool:
    if not publication.media_id or publication.state == PublicationState.PUBLISHED:
        return False
    return any(draft["media_id"] == publication.media_id for draft in world.truth()["drafts"])

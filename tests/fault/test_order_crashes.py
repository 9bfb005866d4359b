"""Kill the worker at every point of what acts on articles that are out, and on the menu."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from tests.fault.driving import Driven, driven
from tests.prove.cases import ORDERS, Case
from tests.prove.verdicts import broken

from hefa.publish.crash import EXIT_STATUS

AFTER_THE_LEASE = 121
MENU_SET, DELETED = "/cgi-bin/menu/create", "/cgi-bin/freepublish/delete"
EFFECTS = {"take_down": [DELETED], "menu": [MENU_SET], "anew": [DELETED], "edit": []}
# A small edit is looked at only once a person has had time to make it.
KILLS = [
    (story, point)
    for story, (_, points, _) in ORDERS.items()
    for point in points
    if story != "edit" or point not in ("polled", "outcome_saved")
]


Worlds = Callable[[str], Driven]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """Return the world of a story, begun when it is first asked for."""
    kept: dict[str, Driven] = {}
    with ExitStack() as stack:

        def world(name: str) -> Driven:
            if name not in kept:
                folder = tmp_path_factory.mktemp(name)
                begun = driven(folder, story=name, items=ORDERS[name][0])
                kept[name] = stack.enter_context(begun)
            return kept[name]

        yield world


@pytest.mark.parametrize(("name", "point"), KILLS)
def test_a_worker_killed_anywhere_leaves_one_effect_and_nothing_half_done(
    worlds: Worlds, name: str, point: str
) -> None:
    world = worlds(name)
    database = world.begin()
    before = world.wechat.state()
    killed = world.ask(database, crash=point)
    assert killed["exits"] == [EXIT_STATUS]
    assert killed["sound"]

    ended = world.ask(database, later=AFTER_THE_LEASE)
    items = ORDERS[name][0]
    case = Case(story=name, items=items, point=point, fault="none", calls=(), restart=0)
    truth = world.wechat.state()
    assert not list(broken(case, before, ended | {"killed": killed["exits"]}, truth))
    assert ended["state"] == ("handed" if name == "edit" else "published")
    assert [effect["path"] for effect in truth["effects"]] == EFFECTS[name]

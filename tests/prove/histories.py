"""Plays random histories of publishing, with faults, deaths and people; judges each at rest."""

import gc
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

if TYPE_CHECKING:
    from tests.prove.history.world import World
    from tests.unit.publish.factory import House

    from hefa.publish.models import Publication

SEED = 20261126
PROCESSES = 2
STEPS, STEPS_ALONE = 24, 80
IN_PEACE = 6  # steps, before people and faults come
LONGEST_ROUNDS = 600
# What the packages of the template ask for; most go by the API.
WISHES: list[dict[str, Any]] = [
    *({} for _ in range(6)),
    *({"mass_send": True} for _ in range(2)),
    *({"channel": "draft"} for _ in range(2)),
    *({"channel": "manual"} for _ in range(2)),
]
COUNTED = re.compile(r"(\w+)=(\d+)")
RESTING = {"published", "removed", "cancelled", "failed", "needs_human", "halted"}


def main() -> int:
    """Play as many histories as asked, in two processes; exit 0 only when none is bad."""
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    if len(sys.argv) > 3:
        return _play(count, first)
    share = -(-count // PROCESSES)
    parts = [
        subprocess.Popen(
            [sys.executable, __file__, str(share), str(first + part * share), "part"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(PROCESSES)
    ]
    total: Counter[str] = Counter()
    status = 0
    for part in parts:
        output, _ = part.communicate()
        print(*(lines := output.strip().splitlines())[:-1], sep="\n", end="\n" if lines else "")
        total.update({name: int(number) for name, number in COUNTED.findall((lines or [""])[-1])})
        status |= part.returncode
    print(
        f"seed {first}, {total['histories']} histories, {total['bad']} bad, {total['deaths']} deaths, "
        f"{total['acts']} acts of faults and people, effects {total['effects']}, "
        f"{total['done_take_down']} taken down, {total['done_correction']} corrected, "
        f"{total['done_column_change']} menus set; "
        f"with 5 % lost answers and nobody at hand came out {_share(total, 'known')} where WeChat is "
        f"known to take a draft once, {_share(total, 'unknown')} where not"
    )
    return 1 if status or total["bad"] or not total["deaths"] else 0


def _share(total: Counter[str], known: str) -> str:
    alone = total[f"alone_{known}"]
    return f"{100 * total[f'resolved_{known}'] / (alone or 1):.1f} % of {alone}"


def _play(count: int, first: int) -> int:
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        template = _set_up(Path(folder))
        gc.freeze()  # what was imported stays, and need not be looked through again
        for seed in range(first, first + count):
            found, told = history(template, Path(folder) / f"{seed}.sqlite3", seed, total)
            if found:
                total["bad"] += 1
                print(f"seed {seed}: {'; '.join(found)}", *told[-60:], sep="\n  ")
    print(" ".join(f"{name}={number}" for name, number in sorted(total.items())))
    return 1 if total["bad"] else 0


def _set_up(folder: Path) -> Path:
    """Return a migrated database with a house in it and what `WISHES` asks for, released."""
    os.environ |= {
        "HEFA_HOME": str(folder / "home"),
        "HEFA_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "hefa.config.settings",
    }
    import django  # noqa: PLC0415  # HEFA_HOME first

    from hefa.config import home  # noqa: PLC0415

    home.create()
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415
    from tests.prove.history.world import APPID, BASE, SECRET  # noqa: PLC0415
    from tests.unit.publish.factory import build_house, package, released  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    house = build_house(url=BASE, appid=APPID, secret=SECRET)
    for number, wishes in enumerate(WISHES):
        released(house, package(f"通知第 {number} 号", **wishes))
    connections.close_all()
    return Path(connections.settings["default"]["NAME"])


def history(
    template: Path, database: Path, seed: int, total: Counter[str]
) -> tuple[list[str], list[str]]:
    """Play the history of `seed`; return what it broke and what happened in it."""
    from django.db import connection, connections  # noqa: PLC0415
    from tests.prove.history.judge import faults_at_rest  # noqa: PLC0415
    from tests.prove.history.people import decide_what_is_known, house_again  # noqa: PLC0415
    from tests.prove.history.world import World, inhabited  # noqa: PLC0415

    shutil.copy(template, database)
    connections["default"].close()
    connections.settings["default"]["NAME"] = connections["default"].settings_dict["NAME"] = str(
        database
    )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    world = World(chance=random.Random(seed))
    with inhabited(world):
        house = house_again()
        decide_what_is_known(world)
        _queue(world, house)
        has_people = world.chance.random() < 0.6
        world.loses = 0.0 if has_people else 0.05
        found = list(_live(world, house, total, has_people=has_people))
        found += _quiet(world, house)
        found += faults_at_rest(world)
        _count(world, total, has_people=has_people)
    connection.close()
    for left in database.parent.glob(f"{database.name}*"):
        left.unlink()
    return found, world.told


def _queue(world: "World", house: "House") -> None:
    from tests.prove.history.ordering import order_menu  # noqa: PLC0415

    from hefa.collect.models import Version  # noqa: PLC0415
    from hefa.core.errors import Refused  # noqa: PLC0415
    from hefa.publish.actions import queue_publication  # noqa: PLC0415

    versions = list(Version.objects.order_by("pk"))
    by_api, by_others = versions[:6], versions[6:]
    world.chance.shuffle(by_others)
    for _ in range(world.chance.choice([1, 1, 2])):
        size = world.chance.choice([1, 1, 1, 3])
        if world.chance.random() < 0.35:
            taken, by_others = by_others[:1], by_others[1:]
        else:
            taken, by_api = by_api[:size], by_api[size:]
        with suppress(Refused):  # two mass sends on one day
            made = queue_publication(
                taken, person=house.administrator, planned_at=None, now=world.now
            )
            world.publications.append(made)
    if world.chance.random() < 0.15:
        with suppress(Refused):
            order_menu(world, house)


def _live(
    world: "World", house: "House", total: Counter[str], *, has_people: bool
) -> Iterator[str]:
    """Let workers, faults and people act in turns; yield what must never be on the way."""
    from tests.prove.history.judge import faults_under_way, is_left_to_people  # noqa: PLC0415
    from tests.prove.history.nemesis import strike  # noqa: PLC0415

    due = dict.fromkeys(world.publications, world.now)
    peaceful = world.chance.choice([0, IN_PEACE])  # then much is out that may be acted on
    for step in range(STEPS if has_people else STEPS_ALONE):
        if has_people and step >= peaceful and world.chance.random() < 0.4:
            total["acts"] += 1
            strike(world, house, world.chance.choice(world.publications))
            due |= {one: world.now for one in world.publications if one.state not in RESTING}
        elif not _turn(world, due, total):
            if not has_people:
                break
            due |= dict.fromkeys(world.publications, world.now)
        yield from faults_under_way(world)
        if not has_people and step % 10 == 9 and is_left_to_people(world):
            break


def _turn(world: "World", due: "dict[Publication, Any]", total: Counter[str]) -> bool:
    """Let a worker take the next turn that is due, and perhaps die in it."""
    if not due:
        return False
    publication = min(due, key=lambda one: (due[one], one.pk))
    world.now = max(world.now, due.pop(publication))
    dies_at = world.chance.randint(1, 14) if world.chance.random() < 0.15 else 0
    again = world.advance(publication, dies_at=dies_at)
    total["deaths"] += world.is_dead
    if again is not None:
        due[publication] = again
    return True


def _quiet(world: "World", house: "House") -> list[str]:
    """Let everything come to rest: no more faults, the stop lifted, time going on."""
    from tests.prove.history.nemesis import finish_by_hand, lift  # noqa: PLC0415

    from hefa.core.errors import Conflict, Refused  # noqa: PLC0415

    world.loses = 0.0
    world.console("faults/clear")
    world.console("settings", bot_wall=False)
    try:
        lift(world, house)
    except (Refused, Conflict) as error:
        return [f"the stop could not be lifted: {error.reasons[0].code}"]
    due = dict.fromkeys(world.publications, world.now)
    for turn in range(LONGEST_ROUNDS):
        if not _turn(world, due, Counter()):
            break
        world.now += timedelta(minutes=min(30, turn // 20))  # rest comes sooner so
        if turn % 10 == 9:
            for publication in world.publications:
                finish_by_hand(world, house, publication)
    for publication in world.publications:
        publication.refresh_from_db()
    return [
        f"{one.state} never came to rest" for one in world.publications if one.state not in RESTING
    ]


def _count(world: "World", total: Counter[str], *, has_people: bool) -> None:
    total["histories"] += 1
    total["effects"] += sum(world.truth()["effective_publications"].values())
    for publication in world.publications:
        total[publication.state] += 1
        total[f"done_{publication.kind}"] += publication.state in ("published", "removed")
        by_api = not publication.mass_send and publication.channel == "api"
        if not has_people and by_api and publication.kind == "article":
            known = "known" if world.is_known else "unknown"
            total[f"alone_{known}"] += 1
            total[f"resolved_{known}"] += publication.state == "published"


if __name__ == "__main__":
    raise SystemExit(main())

"""How often each article was read: invented, yet the same whenever it is asked again."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mpsandbox.articles import Item
from mpsandbox.clock import shanghai_text
from mpsandbox.published import items_of
from mpsandbox.store import setting

# Where readers come from, and how many of a hundred. Source: WeChat datacube (user_source).
SCENES = {0: 46, 1: 14, 2: 22, 4: 8, 6: 3, 7: 5, 5: 2}
LEAST_REPORTED = 3
DAYS_READ = 30

Figures = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One public item, and the day it came out."""

    mid: int
    origin: str
    item: Item
    day: date

    @property
    def msgid(self) -> str:
        """The item's name in the statistics: the message and its place in it, from 1."""
        return f"{self.mid}_{self.item['idx']}"


def published_items(db: sqlite3.Connection) -> Iterator[Published]:
    """Yield every item ever published, oldest first."""
    for row in db.execute("SELECT * FROM article ORDER BY created_at, mid").fetchall():
        day = date.fromisoformat(shanghai_text(row["created_at"], "%Y-%m-%d"))
        for item in items_of(row):
            yield Published(mid=row["mid"], origin=row["origin"], item=item, day=day)


def figures_of(db: sqlite3.Connection, published: Published, day: date) -> Figures:
    """Return an item's figures of one day: `read_user`, `share_user` and the like.

    They follow from the setting `seed`, the item and the day alone, halve every day or so, and
    give way to what the console has set.
    """
    age = (day - published.day).days
    if not 0 <= age < DAYS_READ:
        return dict.fromkeys(_figures(0, 0), 0)
    seed = f"{setting(db, 'seed')}:{published.msgid}"
    first_day = 40 + _number(seed, below=360)
    jitter = 70 + _number(f"{seed}:{day.isoformat()}", below=60)
    readers = first_day * jitter // (100 * 2**age)
    return _figures(readers, _number(f"{seed}:{day.isoformat()}:share", below=12)) | _set_by_hand(
        db, published, day
    )


def figures_between(
    db: sqlite3.Connection, published: Published, first: date, last: date
) -> Figures:
    """Return an item's figures of several days added up."""
    total = dict.fromkeys(_figures(0, 0), 0)
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        for name, value in figures_of(db, published, date.fromordinal(ordinal)).items():
            total[name] += value
    return total


def by_scene(users: int) -> dict[int, int]:
    """Return `users` shared out among the ways they came; the parts add up to the whole."""
    parts = {scene: users * percent // 100 for scene, percent in SCENES.items()}
    parts[0] += users - sum(parts.values())
    return {scene: part for scene, part in sorted(parts.items()) if part}


def set_figures(db: sqlite3.Connection, mid: int, idx: int, *, day: date, figures: Figures) -> None:
    """Keep figures of one item and day in place of the invented ones."""
    db.execute(
        "INSERT OR REPLACE INTO reading VALUES (?, ?, ?, ?)",
        (mid, idx, day.isoformat(), json.dumps(figures)),
    )


def _figures(readers: int, share_percent: int) -> Figures:
    sharers = readers * share_percent // 100
    return {
        "read_user": readers,
        "read_count": readers + readers // 4,
        "original_user": readers // 20,
        "original_count": readers // 18,
        "share_user": sharers,
        "share_count": sharers + sharers // 5,
        "favourite_user": readers // 40,
        "favourite_count": readers // 40,
        "like_user": readers // 25,
        "zaikan_user": readers // 60,
    }


def _set_by_hand(db: sqlite3.Connection, published: Published, day: date) -> Figures:
    row = db.execute(
        "SELECT figures FROM reading WHERE mid = ? AND idx = ? AND day = ?",
        (published.mid, published.item["idx"], day.isoformat()),
    ).fetchone()
    figures: Figures = json.loads(row["figures"]) if row else {}
    return figures


def _number(seed: str, *, below: int) -> int:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) % below

"""The invented people who follow the account."""

import json
import secrets
import sqlite3

from mpsandbox.errors import ApiError

PLATFORMS = ("1", "2", "3")  # iOS, Android, other
SCENES = ("ADD_SCENE_SEARCH", "ADD_SCENE_QR_CODE", "ADD_SCENE_PROFILE_CARD")


def follow(
    db: sqlite3.Connection,
    *,
    at: float,
    wxname: str = "",
    platform: str | None = None,
    scene: str | None = None,
) -> str:
    """Let somebody new follow the account and return the openid."""
    number = int(db.execute("SELECT count(*) AS n FROM follower").fetchone()["n"])
    openid = f"o{secrets.token_urlsafe(21)[:27]}"
    db.execute(
        "INSERT INTO follower VALUES (?, ?, '', ?, ?, '[]', ?, NULL, 0)",
        (
            openid,
            wxname or f"reader{number + 1}",
            platform or PLATFORMS[number % len(PLATFORMS)],
            scene or SCENES[number % len(SCENES)],
            at,
        ),
    )
    return openid


def unfollow(db: sqlite3.Connection, openid: str, *, at: float) -> None:
    """Let a follower leave; raises ApiError 40003 when nobody of this openid follows."""
    find_follower(db, openid)
    db.execute("UPDATE follower SET unsubscribed_at = ? WHERE openid = ?", (at, openid))


def find_follower(db: sqlite3.Connection, openid: object) -> sqlite3.Row:
    """Return the row of a present follower; raises ApiError 40003 when there is none."""
    row = find_person(db, openid)
    if row["unsubscribed_at"] is not None:
        raise ApiError(40003)
    return row


def find_person(db: sqlite3.Connection, openid: object) -> sqlite3.Row:
    """Return the row of a follower present or past; raises ApiError 40003 when there is none."""
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM follower WHERE openid = ?", (str(openid),)
    ).fetchone()
    if row is None:
        raise ApiError(40003)
    return row


def present_followers(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """Return everybody who follows now, in the order they came."""
    return db.execute(
        "SELECT * FROM follower WHERE unsubscribed_at IS NULL ORDER BY subscribed_at, rowid"
    ).fetchall()


def tags_of(row: sqlite3.Row) -> list[int]:
    """Return the ids of a follower's tags."""
    tags: list[int] = json.loads(row["tags"])
    return tags

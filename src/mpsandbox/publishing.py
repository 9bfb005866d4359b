"""From draft to public article: submit, wait, outcome."""

import json
import secrets
import sqlite3
from enum import IntEnum

from mpsandbox.accounts import Kind, account
from mpsandbox.articles import Item, article_url, short_id
from mpsandbox.calls import BASE_MARK, Call, Payload
from mpsandbox.drafts import find_draft
from mpsandbox.errors import ApiError
from mpsandbox.events import push
from mpsandbox.store import next_number, put_setting, setting


class Status(IntEnum):
    """How a publication stands. Source: WeChat /cgi-bin/freepublish/get (publish_status)."""

    SUCCESS = 0
    IN_PROGRESS = 1
    NOT_ORIGINAL = 2
    FAILED = 3
    REFUSED_BY_REVIEW = 4
    DELETED_BY_OWNER = 5
    BLOCKED_BY_PLATFORM = 6


def submit(call: Call) -> Payload:
    """Queue a draft for publication; the outcome comes later.

    Source: WeChat /cgi-bin/freepublish/submit. Whether WeChat takes the same draft twice while
    the first job runs is not known; the setting `resubmit` says accept (the harsher) or refuse.
    """
    row = find_draft(call.db, call.json().get("media_id"))
    if setting(call.db, "resubmit") == "refuse" and _is_in_progress(call.db, row["media_id"]):
        raise ApiError(53503)
    due_at = call.now + float(setting(call.db, "publish_delay"))
    publish_id = queue(call.db, row, origin="api", due_at=due_at)
    shown = _shown_id(call, publish_id)
    return {"errcode": 0, "errmsg": "ok", "publish_id": shown, "msg_data_id": shown}


def get(call: Call) -> Payload:
    """Return how a publication stands. Source: WeChat /cgi-bin/freepublish/get."""
    row = _find_job(call)
    if row["status"] != Status.SUCCESS:
        return {
            "publish_id": _shown_id(call, row["publish_id"]),
            "publish_status": row["status"],
            "fail_idx": json.loads(row["fail_idx"]),
        }
    article = find_article_row(call.db, row["article_id"])
    items: list[Item] = json.loads(article["items"])
    links = article_links(call.db, row["article_id"], base=call.base)
    return {
        "publish_id": _shown_id(call, row["publish_id"]),
        "publish_status": int(_status_of(items)),
        "article_id": row["article_id"],
        "article_detail": {"count": len(links), "item": links},
        "fail_idx": [],
    }


def article_links(
    db: sqlite3.Connection, article_id: str, *, base: str
) -> list[dict[str, int | str]]:
    """Return number and permanent address of every item of an article, as WeChat lists them."""
    row = find_article_row(db, article_id)
    return [
        {
            "idx": item["idx"],
            "article_url": article_url(
                base, account(db), mid=row["mid"], idx=item["idx"], sn=item["sn"]
            ),
        }
        for item in json.loads(row["items"])
    ]


def find_article_row(db: sqlite3.Connection, article_id: str) -> sqlite3.Row:
    """Return the row of an article that exists."""
    row: sqlite3.Row = db.execute(
        "SELECT * FROM article WHERE article_id = ?", (article_id,)
    ).fetchone()
    return row


def queue(db: sqlite3.Connection, draft: sqlite3.Row, *, origin: str, due_at: float) -> int:
    """Queue the draft as it stands now, with the next scripted outcome; return the publish id.

    `origin` is "api" or "hand"; a job queued by hand always succeeds.
    """
    publish_id = next_number(db, "next_publish_id")
    outcome, fail_idx = _next_outcome(db) if origin == "api" else (Status.SUCCESS, [])
    db.execute(
        "INSERT INTO job VALUES (?, ?, ?, ?, ?, ?, ?, ?, '')",
        (
            publish_id,
            draft["media_id"],
            draft["items"],
            origin,
            due_at,
            outcome,
            Status.IN_PROGRESS,
            json.dumps(fail_idx),
        ),
    )
    return publish_id


def settle_jobs(db: sqlite3.Connection, *, now: float) -> None:
    """Bring every job that is due to its outcome; a published draft leaves the draft box."""
    due = db.execute(
        "SELECT * FROM job WHERE status = ? AND due_at <= ? ORDER BY due_at, publish_id",
        (Status.IN_PROGRESS, now),
    ).fetchall()
    for job in due:
        article_id = ""
        if job["outcome"] == Status.SUCCESS:
            items = json.loads(job["items"])
            article_id = put_out(
                db, items, mid=job["publish_id"], origin=job["origin"], at=job["due_at"]
            )
            db.execute("DELETE FROM draft WHERE media_id = ?", (job["media_id"],))
        db.execute(
            "UPDATE job SET status = outcome, article_id = ? WHERE publish_id = ?",
            (article_id, job["publish_id"]),
        )
        if job["origin"] == "api":
            _tell(db, job, article_id)


def put_out(
    db: sqlite3.Connection,
    items: list[Item],
    *,
    mid: int,
    origin: str,
    at: float,
) -> str:
    """Make `items` one public article with permanent addresses and return its id.

    Of origin "mass_send" it is public but in no list of the API, as on WeChat.
    """
    article_id = secrets.token_urlsafe(33)[:43]
    published = [
        item
        | {
            "idx": idx,
            "sn": secrets.token_hex(16),
            "short": short_id(),
            "is_deleted": False,
            "is_blocked": False,
        }
        for idx, item in enumerate(items, start=1)
    ]
    db.execute(
        "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?)",
        (article_id, mid, json.dumps(published), origin, origin != "mass_send", at, at),
    )
    for item in published:
        db.execute("INSERT INTO address VALUES (?, ?, ?)", (item["short"], article_id, item["idx"]))
    return article_id


def _tell(db: sqlite3.Connection, job: sqlite3.Row, article_id: str) -> None:
    """Push the outcome of a job that has come to its end. Source: WeChat PUBLISHJOBFINISH."""
    outcome: Payload = {"publish_id": job["publish_id"], "publish_status": job["outcome"]}
    if article_id:
        links = article_links(db, article_id, base=BASE_MARK)
        outcome["article_id"] = article_id
        outcome["article_detail"] = {"count": len(links), "item": links}
    elif job["outcome"] != Status.FAILED:
        outcome["fail_idx"] = json.loads(job["fail_idx"])
    push(db, "PUBLISHJOBFINISH", {"PublishEventInfo": outcome}, at=job["due_at"])


def _status_of(items: list[Item]) -> Status:
    if all(item["is_deleted"] for item in items):
        return Status.DELETED_BY_OWNER
    if all(item["is_blocked"] for item in items):
        return Status.BLOCKED_BY_PLATFORM
    return Status.SUCCESS


def _shown_id(call: Call, number: int) -> int | str:
    """Return the number as WeChat really answers it, or as the text its documents promise."""
    return number if setting(call.db, "publish_id_as") == "number" else str(number)


def _find_job(call: Call) -> sqlite3.Row:
    try:
        publish_id = int(call.json().get("publish_id", ""))
    except (TypeError, ValueError):
        raise ApiError(53502) from None
    row: sqlite3.Row | None = call.db.execute(
        "SELECT * FROM job WHERE publish_id = ?", (publish_id,)
    ).fetchone()
    if row is None:
        raise ApiError(53502)
    return row


def _is_in_progress(db: sqlite3.Connection, media_id: str) -> bool:
    return (
        db.execute(
            "SELECT 1 FROM job WHERE media_id = ? AND status = ?", (media_id, Status.IN_PROGRESS)
        ).fetchone()
        is not None
    )


def _next_outcome(db: sqlite3.Connection) -> tuple[Status, list[int]]:
    if account(db).kind is Kind.TEST:
        return Status.FAILED, [1]
    script = setting(db, "outcomes")
    if not script:
        return Status.SUCCESS, []
    put_setting(db, "outcomes", script[1:])
    return Status(script[0]["status"]), list(script[0]["fail_idx"])

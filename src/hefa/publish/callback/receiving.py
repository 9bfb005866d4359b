"""Taking in what WeChat pushes: proved first, kept once, answered at once; the work comes later."""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from threading import Lock
from typing import Final, TypeVar

from hefa.publish.callback.events import take_in
from hefa.registry.actions.callback import keys_of
from hefa.registry.changes import (
    mark_callback_heard,
    mark_callback_refused,
    mark_callback_verified,
)
from hefa.registry.models import AccountCallback
from hefa.wechat.callback import (
    NOTHING_TO_SAY,
    CallbackKeys,
    Opened,
    PushRefused,
    answer_to_verification,
    encrypted_reply,
    nonce_key,
    open_push,
    text_reply,
)

T = TypeVar("T")

PLAIN: Final = "plain"
ENCRYPTED: Final = "aes"

_REMEMBERED = timedelta(minutes=10)
_MOST_REMEMBERED = 20_000
_NOTED_EVERY = timedelta(seconds=30)
# A wrong signature or cipher may be a matter of the former keys; anything else is not.
_OTHER_KEYS = frozenset({"wechat.push_not_signed", "wechat.push_undecipherable"})


# One writer at a time: a database that is a file has the others sleep in ever longer steps.
_writing = Lock()


class _Answers:
    """The answers of the last ten minutes by the request they were given to, in this process.

    A request that comes again gets the same answer and no more work. Over all processes an event
    is kept once by its key.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[datetime, bytes]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: str, now: datetime) -> bytes | None:
        """Return the answer given to `key`, or None when it is new or long ago."""
        with self._lock:
            at, answer = self._kept.get(key, (None, b""))
        return answer if at is not None and abs(now - at) <= _REMEMBERED else None

    def keep(self, key: str, answer: bytes, now: datetime) -> None:
        """Remember the answer to `key`; the oldest gives way when there are too many."""
        with self._lock:
            self._kept[key] = (now, answer)
            while len(self._kept) > _MOST_REMEMBERED:
                self._kept.popitem(last=False)


_answers = _Answers()


def verify(row: AccountCallback, query: Mapping[str, str], *, now: datetime) -> str:
    """Return the text that proves to WeChat that the address is ours.

    Raises PushRefused, after counting it, for anything not signed with a key that holds.
    """
    try:
        _, answer = _fitting(row, now, lambda keys: answer_to_verification(keys, query, now=now))
    except PushRefused as refused:
        mark_callback_refused(row, refused.code, now=now)
        raise
    mark_callback_verified(row, now=now)
    return answer


def receive(row: AccountCallback, query: Mapping[str, str], body: bytes, *, now: datetime) -> bytes:
    """Return what WeChat is answered; what was told is kept, and only a read is woken by it.

    Raises PushRefused, after counting it, for anything that is not WeChat's, not now, or not
    for this account. Source: WeChat, message push.
    """
    try:
        keys, opened = _fitting(row, now, lambda keys: open_push(keys, query, body, now=now))
    except PushRefused as refused:
        mark_callback_refused(row, refused.code, now=now)
        raise
    request = f"{row.pk} {nonce_key(query)}"
    known = _answers.find(request, now)
    if known is not None:
        return known
    _take(row, opened, now)
    answer = _reply(row, keys, opened, now)
    _answers.keep(request, answer, now)
    return answer


def _fitting(
    row: AccountCallback, now: datetime, use: Callable[[CallbackKeys], T]
) -> tuple[CallbackKeys, T]:
    """Return the keys that fit, newest first, with what `use` makes of them.

    Raises PushRefused when none does. Once encrypted messages have come, plain ones are refused:
    the signature of a plain one says nothing about its content.
    """
    refused: PushRefused | None = None
    for pair in keys_of(row, now):
        keys = CallbackKeys(
            appid=row.account.appid,
            tokens=(pair.token,),
            aes_keys=(pair.aes_key,),
            accepts_plain=row.heard_mode != ENCRYPTED,
        )
        try:
            return keys, use(keys)
        except PushRefused as error:
            refused = refused or error
            if error.code not in _OTHER_KEYS:
                break
    assert refused is not None  # noqa: S101  # there is always a pair
    raise refused


def _take(row: AccountCallback, opened: Opened, now: datetime) -> None:
    """Keep what was told; what was heard last is written every half minute, an end at once."""
    with _writing:
        take_in(row.account, opened.push, now=now)
    kind = opened.push.event or opened.push.kind
    mode = ENCRYPTED if opened.is_encrypted else PLAIN
    is_recent = row.heard_at is not None and now - row.heard_at < _NOTED_EVERY
    is_known = opened.push.finished is None or row.heard_kind == kind
    if not is_recent or row.heard_mode != mode or not is_known:
        mark_callback_heard(row, kind, mode, now=now)


def _reply(row: AccountCallback, keys: CallbackKeys, opened: Opened, now: datetime) -> bytes:
    """Return the holding answer to what a reader wrote while there is one, else nothing to say."""
    if not row.holding_text or opened.push.event:
        return NOTHING_TO_SAY
    reply = text_reply(opened.push, row.holding_text, now=now)
    if not opened.is_encrypted:
        return reply
    return encrypted_reply(
        keys, reply, now=now, nonce=secrets.token_hex(8), random=secrets.token_bytes(16)
    )

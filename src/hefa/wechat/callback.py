"""WeChat's callback: prove that a push is WeChat's, open it, and answer it.

Nothing here keeps anything: times and random bytes are arguments, repeats are recognised by the
caller through `Push.key` and `nonce_key`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from hefa.wechat.crypto import Undecipherable, decrypt, encrypt, is_signed, key_of, signature_of
from hefa.wechat.pushes import Push, read_push, text_of
from hefa.wechat.xml import MOST_BYTES, Fields, Unreadable, Written, read_xml, write_xml

MOST_SECONDS_APART = 300
NOTHING_TO_SAY = b"success"
LONGEST_REPLY_BYTES = 2048

_AES = "aes"
_LONGEST_TIMESTAMP = 12


class PushRefused(Exception):
    """What arrived is not a push of WeChat to this account; nothing of it may be used.

    `code` has its words in `wechat.words`, for the log and the settings page, never for the
    sender. Neither holds a key.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallbackKeys:
    """What an account shares with WeChat: tokens for signatures, EncodingAESKeys for bodies.

    Several stand side by side while they are being changed, the newest first. `accepts_plain`
    lets an unencrypted body in too, whose signature says nothing about its content.
    """

    appid: str
    tokens: tuple[str, ...] = field(repr=False)
    aes_keys: tuple[str, ...] = field(repr=False, default=())
    accepts_plain: bool = False

    def __post_init__(self) -> None:
        if not all(self.tokens):
            raise ValueError("an empty token signs nothing")
        for aes_key in self.aes_keys:
            key_of(aes_key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One push that is WeChat's, and whether it came encrypted: then its answer goes so too.

    `keys` are those that opened it, so the answer goes under the same.
    """

    push: Push
    is_encrypted: bool
    keys: CallbackKeys


def answer_to_verification(keys: CallbackKeys, query: Mapping[str, str], *, now: datetime) -> str:
    """Return the text that proves to WeChat that this address is the account's.

    It goes back as plain text. Raises PushRefused. Source: the URL verification.
    """
    _refuse_untimely(query, now)
    _signing_token(keys, query)
    return query.get("echostr", "")


def open_push(
    keys: CallbackKeys, query: Mapping[str, str], body: bytes, *, now: datetime
) -> Opened:
    """Return the push in `body`. Raises PushRefused and nothing else.

    Size, time and signature are looked at before anything is parsed. A push seen before passes
    here: WeChat repeats up to three times, and the caller knows what it has.
    """
    if len(body) > MOST_BYTES:
        raise PushRefused("wechat.push_too_large")
    _refuse_untimely(query, now)
    token = _signing_token(keys, query)
    fields = _fields(body)
    is_encrypted = query.get("encrypt_type", "") == _AES
    if is_encrypted:
        content, aes_key = _decrypted(keys, token, query, fields)
        keys = replace(keys, tokens=(token,), aes_keys=(aes_key,))
        fields = _fields(content)
    elif not keys.accepts_plain or "Encrypt" in fields:
        raise PushRefused("wechat.push_not_encrypted")
    push = read_push(fields)
    if push is None:
        raise PushRefused("wechat.push_unreadable")
    return Opened(push=push, is_encrypted=is_encrypted, keys=keys)


def is_timely(timestamp: str, now: datetime) -> bool:
    """Whether `timestamp`, Unix seconds as text, is at most 300 seconds away from `now`."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_TIMESTAMP):
        return False
    return abs(now.timestamp() - int(timestamp)) <= MOST_SECONDS_APART


def nonce_key(query: Mapping[str, str]) -> str:
    """Return what marks this very request: refuse it when it was seen in the last 10 minutes."""
    names = ("timestamp", "nonce", "signature", "msg_signature")
    told = "\n".join(query.get(name, "") for name in names)
    return sha256(told.encode("utf-8", "replace")).hexdigest()


def text_reply(push: Push, content: str, *, now: datetime) -> bytes:
    """Return the answer that shows `content` to the sender, as XML.

    Raises ValueError when it is empty or longer than 2048 bytes.
    """
    if not 0 < len(content.encode("utf-8", "replace")) <= LONGEST_REPLY_BYTES:
        raise ValueError("a reply has 1 to 2048 bytes")
    return write_xml({**_addressed(push, "text", now), "Content": content})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsReply:
    """A card that opens an address."""

    title: str
    description: str
    picture_url: str
    url: str


def news_reply(push: Push, news: NewsReply, *, now: datetime) -> bytes:
    """Return the answer that shows one card to the sender, as XML; WeChat takes no more."""
    item: dict[str, Written] = {
        "Title": news.title,
        "Description": news.description,
        "PicUrl": news.picture_url,
        "Url": news.url,
    }
    return write_xml(
        {**_addressed(push, "news", now), "ArticleCount": 1, "Articles": {"item": item}}
    )


def encrypted_reply(
    keys: CallbackKeys, reply: bytes, *, now: datetime, nonce: str, random: bytes
) -> bytes:
    """Return `reply` in the envelope that an encrypted push is answered with.

    `random` is 16 fresh bytes, `nonce` a fresh word.
    """
    sealed = encrypt(reply, aes_key=keys.aes_keys[0], appid=keys.appid, random=random)
    timestamp = int(now.timestamp())
    signature = signature_of(keys.tokens[0], str(timestamp), nonce, sealed)
    return write_xml(
        {"Encrypt": sealed, "MsgSignature": signature, "TimeStamp": timestamp, "Nonce": nonce}
    )


def _refuse_untimely(query: Mapping[str, str], now: datetime) -> None:
    if not is_timely(query.get("timestamp", ""), now):
        raise PushRefused("wechat.push_untimely")


def _signing_token(keys: CallbackKeys, query: Mapping[str, str]) -> str:
    """Return the token that the address was signed with."""
    parts = (query.get("timestamp", ""), query.get("nonce", ""))
    for token in keys.tokens:
        if is_signed(query.get("signature", ""), token, *parts):
            return token
    raise PushRefused("wechat.push_not_signed")


def _decrypted(
    keys: CallbackKeys, token: str, query: Mapping[str, str], fields: Fields
) -> tuple[bytes, str]:
    """Return the body that was sealed, and its key, after its own signature was found right."""
    sealed = text_of(fields, "Encrypt")
    parts = (query.get("timestamp", ""), query.get("nonce", ""), sealed)
    if not sealed or not is_signed(query.get("msg_signature", ""), token, *parts):
        raise PushRefused("wechat.push_not_signed")
    for aes_key in keys.aes_keys:
        try:
            return decrypt(sealed, aes_key=aes_key, appid=keys.appid), aes_key
        except Undecipherable:
            continue
    raise PushRefused("wechat.push_undecipherable")


def _fields(content: bytes) -> Fields:
    try:
        return read_xml(content)
    except Unreadable:
        pass
    raise PushRefused("wechat.push_unreadable")


def _addressed(push: Push, kind: str, now: datetime) -> dict[str, Written]:
    return {
        "ToUserName": push.from_user,
        "FromUserName": push.to_user,
        "CreateTime": int(now.timestamp()),
        "MsgType": kind,
    }

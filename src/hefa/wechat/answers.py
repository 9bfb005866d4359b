"""WeChat's JSON answers: read leniently, narrowed strictly, unknown fields kept."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from hefa.wechat.errors import Unknown, from_errcode

_ENVELOPE = ("errcode", "errmsg")
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One JSON object of an answer; every reader raises Unknown where the shape is wrong."""

    path: str
    fields: Mapping[str, object] = field(repr=False)
    date_header: str = ""

    def text(self, name: str, default: str | None = None) -> str:
        """Return the text under `name`; a number counts, as WeChat sends ids either way."""
        value = self.fields.get(name, default)
        if isinstance(value, str):
            return _unicode(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise self.unreadable()

    def number(self, name: str, default: int | None = None) -> int:
        """Return the whole number under `name`; its digits as text count."""
        value = self.fields.get(name, default)
        if isinstance(value, str) and _WHOLE_NUMBER.fullmatch(value):
            return int(value)
        if isinstance(value, int):
            return int(value)
        raise self.unreadable()

    def numbers(self, name: str) -> tuple[int, ...]:
        """Return the whole numbers listed under `name`, none where it is missing."""
        return tuple(self._single(value).number("") for value in self.values(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the texts listed under `name`, none where it is missing."""
        return tuple(self._single(value).text("") for value in self.values(name))

    def flag(self, name: str) -> bool:
        """Return whether `name` is true, 1 or another number; false where it is missing."""
        return bool(self.number(name, 0))

    def day(self, name: str) -> date:
        """Return the day written as YYYY-MM-DD under `name`."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError:
            pass
        raise self.unreadable()

    def moment(self, name: str) -> datetime | None:
        """Return the Unix time under `name` as aware UTC; None where it is missing or 0."""
        seconds = self.number(name, 0)
        try:
            return datetime.fromtimestamp(seconds, UTC) if seconds > 0 else None
        except (ValueError, OverflowError, OSError):
            return None

    def inner(self, name: str) -> "Answer":
        """Return the object under `name`."""
        return self._wrapped(self.fields.get(name))

    def inner_or_empty(self, name: str) -> "Answer":
        """Return the object under `name`, an empty one where it is missing or null."""
        return self._wrapped(self.fields.get(name) or {})

    def listed(self, name: str) -> "tuple[Answer, ...]":
        """Return the objects listed under `name`, none where it is missing."""
        return tuple(self._wrapped(value) for value in self.values(name))

    def values(self, name: str) -> Sequence[object]:
        """Return the list under `name`, empty where it is missing."""
        value = self.fields.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.unreadable()
        return value

    def rest(self, *known: str) -> Mapping[str, object]:
        """Return the fields that nothing else reads."""
        return {
            name: value
            for name, value in self.fields.items()
            if name not in known and name not in _ENVELOPE
        }

    def server_at(self) -> datetime | None:
        """Return the time by the server's own Date header."""
        return read_date(self.date_header)

    def unreadable(self) -> Unknown:
        """Return the error for an answer of a shape we do not know."""
        return Unknown(code="wechat.answer_unreadable", path=self.path)

    def _single(self, value: object) -> "Answer":
        return Answer(path=self.path, fields={"": value})

    def _wrapped(self, value: object) -> "Answer":
        if not isinstance(value, dict):
            raise self.unreadable()
        return Answer(path=self.path, fields=value)


def read_answer(content: bytes, *, path: str, date_header: str = "", hidden: str = "") -> Answer:
    """Return the answer in `content`. Raises the error its errcode stands for.

    Bytes are UTF-8 whatever the headers say; raw control characters in strings are let through.
    The error's errmsg does not repeat `hidden`, a token or a secret.
    """
    try:
        value = json.loads(content.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise Unknown(code="wechat.answer_unreadable", path=path)
    answer = Answer(path=path, fields=value, date_header=date_header)
    if errcode := answer.number("errcode", 0):
        raise from_errcode(
            errcode,
            _said(value.get("errmsg"), hidden),
            path=path,
            msg_id=_said(value.get("msg_id"), hidden),
        )
    return answer


def read_date(header: str) -> datetime | None:
    """Return the moment in an HTTP Date header as aware UTC, or None."""
    try:
        moment = parsedate_to_datetime(header)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _said(value: object, hidden: str) -> str:
    """Return what WeChat told, if it is a text or a number, without `hidden`."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    told = _unicode(str(value))
    return told.replace(hidden, "…") if hidden else told


def _unicode(text: str) -> str:
    """Return `text` with halves of surrogate pairs replaced: JSON may carry them, UTF-8 not."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

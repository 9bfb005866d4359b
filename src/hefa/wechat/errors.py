"""What a failed call to WeChat means, and the one question to ask it: its outcome."""

import re
from collections.abc import Mapping
from enum import StrEnum

from hefa.wechat.errcodes import meaning

_RID = re.compile(r"\brid: *([0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8})")
_QUOTED_ADDRESS = re.compile(r"invalid ip ([0-9a-fA-F.:]{2,45})")
_LONGEST_MESSAGE = 300


class Outcome(StrEnum):
    """What the caller may do after a call failed."""

    RETRY_LATER = "retry_later"  # nothing happened; the same call may succeed later
    NEW_TOKEN = "new_token"  # noqa: S105  nothing happened; fetch a token, call once more
    GIVE_UP = "give_up"  # nothing happened; this content will never be taken
    ASK_PERSON = "ask_person"  # nothing happened; a person must change something first
    UNKNOWN = "unknown"  # it may or may not have happened: read before doing it again


class CallFailed(Exception):
    """A call gave no usable answer; `outcome` says what the caller may do now.

    `code` has its words in `wechat.words`, `detail` fills their named places. Neither this
    error nor its chain ever holds an access token, a secret or a body. `msg_id` is the mass
    send that WeChat named in its refusal, if any.
    """

    def __init__(
        self,
        *,
        outcome: Outcome,
        code: str,
        path: str,
        errcode: int | None = None,
        errmsg: str = "",
        msg_id: str = "",
    ) -> None:
        self.outcome = outcome
        self.code = code
        self.path = path
        self.errcode = errcode
        self.errmsg = errmsg[:_LONGEST_MESSAGE]
        self.rid = _found(_RID, errmsg)
        self.msg_id = msg_id
        super().__init__(f"{path}: {code}" + ("" if errcode is None else f" ({errcode})"))

    @property
    def detail(self) -> Mapping[str, str | int]:
        """What the words of `code` may name: errcode, rid and the address WeChat quoted."""
        return {
            "errcode": "" if self.errcode is None else self.errcode,
            "rid": self.rid,
            "address": _found(_QUOTED_ADDRESS, self.errmsg),
        }


class NotSent(CallFailed):
    """Nothing left this machine, so nothing can have happened."""


class Declined(CallFailed):
    """WeChat answered with a known errcode: a definite no, nothing happened."""


class Unknown(CallFailed):
    """No readable answer: the effect may or may not be there. Never repeat a write blindly."""

    def __init__(
        self,
        *,
        code: str,
        path: str,
        errcode: int | None = None,
        errmsg: str = "",
        msg_id: str = "",
    ) -> None:
        super().__init__(
            outcome=Outcome.UNKNOWN,
            code=code,
            path=path,
            errcode=errcode,
            errmsg=errmsg,
            msg_id=msg_id,
        )


def from_errcode(errcode: int, errmsg: str, *, path: str, msg_id: str = "") -> CallFailed:
    """Return the error that `errcode` stands for at `path`.

    -1 and every number not listed for the address are Unknown: only a listed refusal is a
    definite one.
    """
    word, code = meaning(errcode, path)
    outcome = Outcome(word)
    if outcome is Outcome.UNKNOWN:
        return Unknown(code=code, path=path, errcode=errcode, errmsg=errmsg, msg_id=msg_id)
    return Declined(
        outcome=outcome, code=code, path=path, errcode=errcode, errmsg=errmsg, msg_id=msg_id
    )


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(1) if match else ""

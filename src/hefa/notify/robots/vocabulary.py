"""What the services have in common: an address with a key, a request, a coded answer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What lets us speak: the key of the robot's address and its signing secret, if any."""

    address: str = field(repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotRequest:
    """One POST: the path with its query, and the body."""

    path: str = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupService:
    """One service: how its address looks, what is sent to it, what its answers mean.

    `address` has the group `key`. `codes` maps a code of its answers to ours; `words` maps a part
    of its words to ours where one code stands for several troubles. `most_bytes` bounds a text.
    """

    label: str
    address: re.Pattern[str]
    request: Callable[[Key, str, datetime], RobotRequest]
    code_name: str
    words_name: str
    codes: Mapping[int, str]
    words: Mapping[str, str] = field(default_factory=dict)
    most_bytes: int = 2000

    def code_in(self, answer: Mapping[str, Any]) -> int | None:
        """Return the code of an answer, 0 for done; None when it is no answer of the service."""
        code = answer.get(self.code_name)
        return code if isinstance(code, int) and not isinstance(code, bool) else None

    def refusal_of(self, code: int, words: str) -> str | None:
        """Return our code for what the service refused, or None for one we do not know."""
        told = words.casefold()
        for part, ours in self.words.items():
            if part in told:
                return ours
        return self.codes.get(code)

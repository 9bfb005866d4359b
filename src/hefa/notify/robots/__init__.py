"""The robots of group chats: one module a service, one door to them all.

Why no library does this: docs/adr/0009.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from django.conf import settings

from hefa.core.errors import Reason, Refused, Unavailable, reason
from hefa.notify.models import Robot, Service
from hefa.notify.robots import dingtalk, feishu, wecom
from hefa.notify.robots.vocabulary import GroupService, Key
from hefa.notify.robots.wire import posted
from hefa.registry.secrets import open_sealed, seal

SERVICES: Mapping[str, GroupService] = MappingProxyType(
    {
        Service.WECOM: wecom.SERVICE,
        Service.DINGTALK: dingtalk.SERVICE,
        Service.FEISHU: feishu.SERVICE,
    }
)
TOO_FAST = "notify.robot_too_fast"
STRANGE = "notify.robot_strange_answer"
# What a chat would read as a mark or a call, as its full-width look-alike.
_WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "<>@"}
_PASSING = frozenset({TOO_FAST, "notify.robot_busy", STRANGE})


def say(robot: Robot, text: str, *, now: datetime) -> bool:
    """Let `robot` write `text` into its group; False when nobody can know whether it did.

    Raises Refused when the service does not take it and will not later either, Unavailable when
    it has not taken it now: it may be said again. Neither repeats the robot's key.
    """
    service = SERVICES[robot.service]
    key = Key(
        address=open_sealed(robot.key, robot.address_sealed),
        secret=open_sealed(robot.key, robot.secret_sealed) if robot.secret_sealed else "",
    )
    request = service.request(key, plain(text), now)
    answer = posted(settings.ROBOT_BASE_URLS[robot.service] + request.path, request.body)
    if answer is None:
        return False
    code = service.code_in(answer)
    if code == 0:
        return True
    why = _reason_of(service, code, str(answer.get(service.words_name, "")))
    if why.code in _PASSING:
        raise Unavailable(why)
    raise Refused(why)


def key_in(service: str, address: str) -> str:
    """Return the key in the address that the service showed. Raises Refused for another address.

    Only the key is kept: whatever host was typed, messages go to the service itself.
    """
    found = SERVICES[service].address.fullmatch(address.strip())
    if found is None:
        raise Refused(reason("notify.robot_address_wrong", service=Service(service).label))
    return found["key"]


def sealed(robot_key: str, secret: str) -> str:
    """Return a key or signing secret encrypted and bound to the robot."""
    return seal(robot_key, secret) if secret else ""


def plain(text: str) -> str:
    """Return `text` without what a chat would take for a call to everybody or a mark-up."""
    return text.translate(_WIDE)


def _reason_of(service: GroupService, code: int | None, words: str) -> Reason:
    """Return in our words what the service answered."""
    if code is None:
        return reason(STRANGE)
    known = service.refusal_of(code, words)
    return reason(known or "notify.robot_refused", service=service.label, number=code)

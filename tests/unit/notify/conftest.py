"""The services outside, played by servers that are really there."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from tests import factories as make

from hefa.notify.actions import save_robot
from hefa.notify.models import MessageKind, Robot

from . import groups as group_server
from . import smtp
from .groups import ADDRESSES, SECRET, Groups
from .smtp import Post


@pytest.fixture
def groups(settings: LazySettings) -> Iterator[Groups]:
    """The three services' robots."""
    with group_server.served() as found:
        settings.ROBOT_BASE_URLS = dict.fromkeys(ADDRESSES, found.url)
        yield found


@pytest.fixture
def post(settings: LazySettings) -> Iterator[Post]:
    """A mail server."""
    with smtp.served() as found:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
        settings.EMAIL_TIMEOUT = 2
        yield found


@pytest.fixture
def robot(community: None, groups: Groups, now: datetime) -> Callable[..., Robot]:
    """Enter a robot of a service; `groups` wants its signature when it has a secret."""

    def entered(service: str = "wecom", *, is_signed: bool = False, **given: Any) -> Robot:
        if is_signed:
            groups.secret = SECRET
        values = {
            "name": f"{service} 群",
            "address": ADDRESSES[service],
            "secret": SECRET if is_signed else None,
            "unit": None,
            "kinds": MessageKind.values,
            "is_on": True,
            **given,
        }
        groups.clock = now.timestamp()
        return save_robot(None, service=service, by=make.named("chen"), now=now, **values)

    return entered

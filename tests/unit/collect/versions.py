"""What the tests of compared versions share."""

from datetime import datetime
from typing import Any

from tests.factories import reloaded, returned

from hefa.collect.actions import revise
from hefa.collect.changes import save_draft
from hefa.collect.models import Version


def two_versions(now: datetime, **changes: Any) -> tuple[Version, Version]:
    sheet = returned("停水通知", now=now)
    version = revise(sheet.version.manuscript, person=sheet.author, now=now)
    save_draft(version, changes, edit=version.edit, now=now)
    return reloaded(sheet.version), reloaded(version)

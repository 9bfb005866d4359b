"""Routes in full: several at one step, voids, advice, claims, declarations."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Routes in full: several at one step, voids, advice, claims, declarations."""

    dependencies: ClassVar = [("review", "0001_tables")]
    operations: ClassVar[list[Operation]] = []

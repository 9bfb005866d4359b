"""Copies of the printed sheet and the numbers they bear."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Copies of the printed sheet and the numbers they bear."""

    dependencies: ClassVar = [("review", "0002_routes_in_full")]
    operations: ClassVar[list[Operation]] = []

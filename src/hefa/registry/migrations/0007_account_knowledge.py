"""What is known of how WeChat treats an account."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """What is known of how WeChat treats an account."""

    dependencies: ClassVar = [("registry", "0006_roads_and_quiet_hours")]
    operations: ClassVar[list[Operation]] = []

"""The template installation that tours and tests copy: demo people, no items, no sandbox yet."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SCRIPT = """
from hefa.config import home
home.create()
from hefa.config.cli.ground import set_up_django
set_up_django()
from hefa.config import installing
from hefa.config.clock import now
installing.make_tables()
installing.adopt_profile(now(), is_demo=True)
installing.people_of_the_demo(now())
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


def make_template(place: Path) -> None:
    """Make the template at `place` in a process of its own, whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        environment = {**os.environ, "HEFA_HOME": folder, "HEFA_DEMO": "1"}
        subprocess.run([sys.executable, "-c", SCRIPT], env=environment, check=True)
        (Path(folder) / "ready").touch()
        shutil.copytree(folder, place, dirs_exist_ok=True)

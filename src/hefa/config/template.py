"""The template installations that tours and tests copy: demo people, no items, no sandbox yet."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from hefa.config.profiles import DEFAULT

SCRIPT = """
from hefa.config import home
home.create()
from hefa.config.cli.ground import set_up_django
set_up_django()
import os
profile = os.environ.get("HEFA_PROFILE", "community")
from hefa.config import installing
from hefa.config.clock import now
installing.make_tables()
installing.adopt_profile(now(), is_demo=True, key=profile)
installing.people_of_the_demo(now(), key=profile)
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
"""


def make_template(place: Path, *, profile: str = DEFAULT) -> None:
    """Make the template of `profile` at `place` in a process of its own, whole or not at all."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as folder:
        environment = {**os.environ, "HEFA_HOME": folder, "HEFA_DEMO": "1"}
        environment["HEFA_PROFILE"] = profile
        subprocess.run([sys.executable, "-c", SCRIPT], env=environment, check=True)
        (Path(folder) / "ready").touch()
        shutil.copytree(folder, place, dirs_exist_ok=True)

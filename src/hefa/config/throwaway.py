"""Settings for commands that need the words and the models, and no installation at all."""

import os
import tempfile

from hefa.config import home
from hefa.config.cli.ground import set_up_django


def set_up_throwaway() -> None:
    """Load the settings over an empty home that is gone at once.

    Nothing is read from an installation or written to it; whoever asks the database fails.
    """
    before = os.environ.get("HEFA_HOME")
    with tempfile.TemporaryDirectory(prefix="hefa-") as folder:
        os.environ["HEFA_HOME"] = folder
        home.create()
        set_up_django()
    if before is None:
        del os.environ["HEFA_HOME"]
    else:
        os.environ["HEFA_HOME"] = before

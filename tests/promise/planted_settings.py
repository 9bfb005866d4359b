"""The settings of the tests, with a database that was migrated before and is copied in."""

import os

from hefa.config.settings_test import *  # noqa: F403

DATABASES["default"]["TEST"] = {"NAME": os.environ["PLANTED_DATABASE"]}  # noqa: F405

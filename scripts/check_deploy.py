#!/usr/bin/env python3
"""Runs Django's deployment checks as a served installation would face them, over https."""

import os
import sys
import tempfile

from hefa.config import home

os.environ["HEFA_HOME"] = tempfile.mkdtemp(prefix="hefa-deploy-")
os.environ["HEFA_BASE_URL"] = "https://hefa.example"
os.environ["DJANGO_SETTINGS_MODULE"] = "hefa.config.settings"
home.create()

from django.core.management import execute_from_command_line  # noqa: E402  # settings come first

execute_from_command_line([sys.argv[0], "check", "--deploy", "--fail-level", "WARNING"])

#!/usr/bin/env python3
"""Django's own command line, for developers; staff use `hefa`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hefa.config.settings_test")
execute_from_command_line(sys.argv)

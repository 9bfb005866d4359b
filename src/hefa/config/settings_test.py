"""Settings of the test run; each override has its reason."""

import os
import tempfile
from pathlib import Path

# Tests never touch a real installation.
if "HEFA_HOME" not in os.environ:
    os.environ["HEFA_HOME"] = tempfile.mkdtemp(prefix="hefa-test-")

from hefa.config import home

home.create()

from hefa.config.settings import *  # noqa: E402, F403

# Hashing a password is meant to be slow; tests sign in often.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# No manifest is built for tests.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Rate limits have a test of their own; elsewhere they would couple tests.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # allauth: all off
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FILES_PATH = Path(tempfile.mkdtemp(prefix="hefa-files-"))
# No test speaks to a service outside this machine.
ROBOT_BASE_URLS = dict.fromkeys(ROBOT_BASE_URLS, "http://127.0.0.1:9")  # noqa: F405

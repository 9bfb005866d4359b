"""Registers the interface with Django, and each package's words when it loads."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

from hefa.ui import words


class StageConfig(AppConfig):
    """Base of every stage: loads the stage's `words.py` into the register of words."""

    default_auto_field = "django.db.models.BigAutoField"
    with_words_of: tuple[str, ...] = ()

    def ready(self) -> None:
        """Put the words of this package, and of those it speaks for, into the register."""
        for package in (self.name, *self.with_words_of):
            if find_spec(f"{package}.words") is not None:
                words.register(import_module(f"{package}.words").WORDS)


class UiConfig(StageConfig):
    """The interface; it speaks for the packages that know no framework."""

    default = True
    name = "hefa.ui"
    verbose_name = "界面"
    with_words_of = ("hefa.core", "hefa.wechat", "hefa.render")

"""Registers the stage 人员 with Django, its words with the register, its receiver with allauth."""

from importlib import import_module

from hefa.ui.apps import StageConfig


class PeopleConfig(StageConfig):
    """The stage 人员."""

    name = "hefa.people"
    verbose_name = "人员"
    default = True

    def ready(self) -> None:
        """Load the words, and the module that receives allauth's signal."""
        super().ready()
        import_module("hefa.people.allauth")

"""Registers the stage 人员 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class PeopleConfig(StageConfig):
    """The stage 人员."""

    name = "hefa.people"
    verbose_name = "人员"

"""Registers the stage 巡检 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class PatrolConfig(StageConfig):
    """The stage 巡检."""

    name = "hefa.patrol"
    default = True
    verbose_name = "巡检"

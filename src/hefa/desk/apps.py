"""Registers the stage 工作台 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class DeskConfig(StageConfig):
    """The stage 工作台."""

    default = True
    name = "hefa.desk"
    verbose_name = "工作台"

"""Registers the stage 机审 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class CheckConfig(StageConfig):
    """The stage 机审."""

    default = True
    name = "hefa.check"
    verbose_name = "机审"

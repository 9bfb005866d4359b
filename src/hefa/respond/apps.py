"""Registers the stage 应急处置 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class RespondConfig(StageConfig):
    """The stage 应急处置."""

    name = "hefa.respond"
    default = True
    verbose_name = "应急处置"

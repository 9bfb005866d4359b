"""Registers the stage 采编 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class CollectConfig(StageConfig):
    """The stage 采编."""

    default = True
    name = "hefa.collect"
    verbose_name = "采编"

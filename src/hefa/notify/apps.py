"""Registers the stage 通知 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class NotifyConfig(StageConfig):
    """The stage 通知."""

    name = "hefa.notify"
    verbose_name = "通知"
    default = True

"""Registers the stage 发布 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class PublishConfig(StageConfig):
    """The stage 发布."""

    name = "hefa.publish"
    default = True
    verbose_name = "发布"

"""Registers the stage 运维 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class OperateConfig(StageConfig):
    """The stage 运维."""

    default = True
    name = "hefa.operate"
    verbose_name = "运维"

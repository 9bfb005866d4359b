"""Registers the stage 合规 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class ReportConfig(StageConfig):
    """The stage 合规."""

    default = True
    name = "hefa.report"
    verbose_name = "合规"

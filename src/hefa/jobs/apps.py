"""Registers the stage 任务 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class JobsConfig(StageConfig):
    """The stage 任务."""

    name = "hefa.jobs"
    verbose_name = "任务"

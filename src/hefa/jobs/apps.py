"""Registers the stage 任务 with Django and its words with the register."""

from django.utils.module_loading import autodiscover_modules

from hefa.ui.apps import StageConfig


class JobsConfig(StageConfig):
    """The stage 任务."""

    name = "hefa.jobs"
    default = True
    verbose_name = "任务"

    def ready(self) -> None:
        """Find the jobs of every stage in its `tasks.py`."""
        super().ready()
        autodiscover_modules("tasks")

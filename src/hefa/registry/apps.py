"""Registers the stage 备案 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class RegistryConfig(StageConfig):
    """The stage 备案."""

    name = "hefa.registry"
    verbose_name = "备案"

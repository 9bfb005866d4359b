"""Registers the stage 备案 with Django, its words, and the profile's own labels."""

from hefa.ui import words
from hefa.ui.apps import StageConfig


class RegistryConfig(StageConfig):
    """The stage 备案."""

    name = "hefa.registry"
    verbose_name = "备案"
    default = True

    def ready(self) -> None:
        """Let posts be named as the regulation in force names them."""
        from hefa.registry.labels import post_label  # noqa: PLC0415  # models must be loaded

        super().ready()
        words.register_labels("posts", post_label)

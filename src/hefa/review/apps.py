"""Registers the stage 审核 with Django and its words with the register."""

from hefa.ui.apps import StageConfig


class ReviewConfig(StageConfig):
    """The stage 审核."""

    default = True
    name = "hefa.review"
    verbose_name = "审核"

"""What pages show of a manuscript of another kind: the article it is about, fields, both trees."""

from django.urls import reverse

from hefa.collect.change_trees import Row, trees_of
from hefa.collect.change_words import MANNERS, labels_of, said
from hefa.collect.models import Version
from hefa.collect.packages import package_shown
from hefa.collect.versions import difference_of
from hefa.core.change import Change
from hefa.core.package import Kind
from hefa.core.regulation import Regulation


def article_of(version: Version) -> Row:
    """Return the released article that `version` is about; empty when it is about none."""
    about = version.manuscript.about
    if about is None:
        return {}
    return {
        "title": about.title,
        "number": about.sheet.number,
        "preview": reverse("collect:preview", args=[about.pk]),
    }


def subject_of(version: Version, regulation: Regulation | None) -> Row:
    """Return what reviewers of another kind than an article see; empty for an article.

    Its fields are called as on the form of `regulation`.
    """
    kind = version.manuscript.kind
    if kind == Kind.ARTICLE:
        return {}
    change = package_shown(version).change
    about = version.manuscript.about
    shown: Row = {"kind": kind, "reason": change.get("reason", ""), "article": article_of(version)}
    if kind == Kind.CORRECTION and about is not None:
        shown["manner"] = dict(MANNERS).get(str(change.get("manner", "")), "还没有选")
        shown["changes"] = difference_of(about, version).changes
    if kind == Kind.COLUMN_CHANGE:
        shown["facts"] = facts_of(change, regulation)
        shown["trees"] = trees_of(change)
    return shown


def facts_of(change: Change, regulation: Regulation | None) -> list[Row]:
    """Return the filled-in fields of a column change sheet, in the order of the form."""
    return [
        {"label": label, "text": said(name, str(change[name]))}
        for name, label in labels_of(regulation).items()
        if change.get(name)
    ]

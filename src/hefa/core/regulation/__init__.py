"""The regulation as data: read from one file, found consistent, and asked by everybody."""

from hefa.core.regulation.lint import Flaw, flaws_in
from hefa.core.regulation.model import (
    Article,
    Category,
    Clause,
    ColumnPlan,
    Control,
    Declaration,
    Form,
    FormField,
    Gap,
    Kind,
    Label,
    Pack,
    Post,
    Regulation,
)
from hefa.core.regulation.reading import parse_regulation

__all__ = [
    "Article",
    "Category",
    "Clause",
    "ColumnPlan",
    "Control",
    "Declaration",
    "Flaw",
    "Form",
    "FormField",
    "Gap",
    "Kind",
    "Label",
    "Pack",
    "Post",
    "Regulation",
    "flaws_in",
    "parse_regulation",
]

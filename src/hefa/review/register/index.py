"""The search index over the sheets: written with each act, asked by words, rebuilt at will.

It keeps no text. A sheet is one document and each opinion another, numbered so that the sheet
can be told from the number; what was written once never changes, so none is ever taken out.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from hefa.core.document import asides, text_of
from hefa.core.review import Act
from hefa.review.models import Opinion, ReviewSheet
from hefa.review.register.bigrams import bigrams, query_of, wanted_words
from hefa.review.register.models import RegisterLine

BATCH: Final = 500
_SHIFT: Final = 16  # room for 65,535 opinions on a sheet
_WRITE: Final = (
    "INSERT INTO review_sheet_words (rowid, words) SELECT %s, %s"
    " WHERE NOT EXISTS (SELECT 1 FROM review_sheet_words WHERE rowid = %s)"
)
_HOLDING: Final = "SELECT rowid >> 16 FROM review_sheet_words WHERE review_sheet_words MATCH %s"
_KNOWN: Final = "SELECT 1 FROM review_sheet_words WHERE rowid = review_reviewsheet.id << 16"
_EMPTY: Final = "INSERT INTO review_sheet_words (review_sheet_words) VALUES ('delete-all')"


def index_act(opinion: Opinion) -> None:
    """Write what one act adds to the index, in the caller's transaction; within 2 ms.

    Submission adds the sheet, any act its words.
    """
    if opinion.act == Act.SUBMIT.value:
        _line(opinion.sheet).save(force_insert=True)
        _write(opinion.sheet_id << _SHIFT, "\n".join(_texts(opinion.sheet)))
    if opinion.words:
        earlier = Opinion.objects.filter(sheet=opinion.sheet_id, pk__lte=opinion.pk)
        _write((opinion.sheet_id << _SHIFT) + earlier.count(), opinion.words)


def holding(words: str) -> Q:
    """Return the condition that a sheet holds every one of `words`, wherever they stand in it.

    The title may hold one, an opinion another. Exact: a word of two characters or more is found
    in every sheet in which its characters stand side by side, and in no other.
    """
    found = Q()
    for word in wanted_words(words):
        found &= Q(pk__in=RawSQL(_HOLDING, [query_of(word)]))  # noqa: S611  # own text, bound value
    return found


def rebuild_index() -> int:
    """Write the whole index anew from the sheets; return how many there are.

    A batch at a time, so that nobody who acts meanwhile has to wait.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_EMPTY)
        RegisterLine.objects.all().delete()
    keys = iter(list(ReviewSheet.objects.order_by("pk").values_list("pk", flat=True)))
    return sum(_index(batch) for batch in iter(lambda: list(islice(keys, BATCH)), []))


def index_missing() -> int:
    """Index sheets that are older than the index, a batch of them at most; return how many."""
    missing = ReviewSheet.objects.extra(where=[f"NOT EXISTS ({_KNOWN})"])  # noqa: S610  # own text
    return _index(list(missing.order_by("pk").values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def _index(keys: Sequence[int]) -> int:
    """Write documents and lines of the sheets `keys`; return how many."""
    whole = ReviewSheet.objects.select_related("version__manuscript", "unit", "author")
    sheets = list(whole.prefetch_related("opinions").filter(pk__in=keys))
    RegisterLine.objects.filter(sheet__in=keys).delete()
    RegisterLine.objects.bulk_create(map(_line, sheets))
    for sheet in sheets:
        _write(sheet.pk << _SHIFT, "\n".join(_texts(sheet)))
        for number, opinion in enumerate(sheet.opinions.all(), start=1):
            if opinion.words:
                _write((sheet.pk << _SHIFT) + number, opinion.words)
    return len(sheets)


def _line(sheet: ReviewSheet) -> RegisterLine:
    version = sheet.version
    return RegisterLine(
        sheet=sheet,
        kind=version.manuscript.kind,
        category=version.category,
        column_id=version.column_id,
        account_id=version.account_id,
    )


def _texts(sheet: ReviewSheet) -> Iterator[str]:
    """Yield everything of a sheet that a reader may look for, but its opinions."""
    version = sheet.version
    yield from (sheet.number, version.title, sheet.author.display_name, sheet.unit.name)
    yield from (version.signed_author, version.digest, version.purpose, version.source_name)
    if version.document:
        yield text_of(version.document)
        yield from asides(version.document)
    yield from _strings(version.change)


def _strings(value: Any) -> Iterator[str]:
    """Yield every text within a value of a form, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _write(number: int, text: str) -> None:
    """Write one document, unless it is there already."""
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [number, bigrams(text), number])

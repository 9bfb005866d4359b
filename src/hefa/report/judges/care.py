"""Judging the care of the house: passwords, backups, the records themselves."""

from datetime import timedelta

from django.urls import reverse

from hefa.core.duty import Done, Standing, Term, due_at
from hefa.ledger.leaf import moment_of
from hefa.ledger.models import Entry
from hefa.operate.evidence import sound_backups
from hefa.report.board import Evidence, Piece
from hefa.report.judges.asked import SHOWN, Question, missing
from hefa.report.judges.series import Series, Words, recurring
from hefa.ui.templatetags.hefa import full_day

PEOPLE = "registry:people"
OPERATE = "operate:home"
LEDGER = "report:ledger"


def passwords_changed(question: Question) -> tuple[Series, ...]:
    """Return every open account with a password, and each change of it."""
    house = question.records.house
    return tuple(
        Series(
            name=house.name(person),
            since=changes[0][1],
            done=tuple(Done(fact_at=at, recorded_at=at) for _, at in changes),
            entries=tuple(seq for seq, _ in changes),
        )
        for person, changes in sorted(house.passwords.items())
        if person not in house.closed
    )


def passwords_fresh(question: Question) -> Evidence:
    """Judge 11: every password in use was changed within the term, whichever end comes first."""
    term, at = question.control.term, question.at
    series = passwords_changed(question)
    if not series:
        return missing("还没有人设过密码。", PEOPLE)
    if term is None:
        return missing("制度里没有写密码多久一换。", "registry:regulation")
    cadence = question.control.cadence
    warned = timedelta(days=cadence.warn_days if cadence else 0)
    ends = {one.name: due_at(term, one.done[-1].fact_at, question.calendar).at for one in series}
    late = [one for one in series if ends[one.name] <= at]
    soon = [one for one in series if at < ends[one.name] <= at + warned]
    fact = f"{len(series)} 个在用的密码都在期限内换过。"
    if soon:
        fact += f"{len(soon)} 个快到期。"
    if late:
        fact = f"{len(series)} 个在用的密码，{len(late)} 个过了期限没有换。"
    pieces = [_changed(one) for one in series if one not in late]
    return Evidence(
        standing=Standing.MISSING if late else Standing.EXPIRING if soon else Standing.PROVED,
        fact=fact,
        pieces=tuple(sorted(pieces, key=lambda piece: piece.fact_at, reverse=True))[:SHOWN],
        count=len(pieces),
        against=tuple(map(_changed, late))[:SHOWN],
        against_count=len(late),
        next_at=min(ends.values()),
        next="微信后台的口令还没有登记的地方。",
        place=PEOPLE,
    )


def backups_made(question: Question) -> tuple[Series, ...]:
    """Return every backup that was read back equal."""
    since = question.records.since
    return (Series(since=since, done=sound_backups(since, question.at)),)


def backups(question: Question) -> Evidence:
    """Judge 5(6): a sound backup as often as asked; a restore drill has no register yet."""
    words = Words(act="备份", never="还没有备份过。", place=OPERATE, next="", url=reverse(OPERATE))
    evidence = recurring(question, backups_made(question), words)
    hours = question.control.limits.get("last_hours", 0)
    last = evidence.pieces[0].fact_at if evidence.pieces else None
    fact = evidence.fact
    if last and hours and last <= question.at - timedelta(hours=hours):
        fact += f"{hours} 小时内没有备份。"
    return Evidence(
        standing=Standing.MISSING,
        fact=f"{fact}恢复演练还没有登记的地方，不当作已经做过。",
        pieces=evidence.pieces,
        count=evidence.count,
        against=evidence.against,
        against_count=evidence.against_count,
        next_at=evidence.next_at,
        next=evidence.next,
        place=OPERATE,
    )


def logs_kept(question: Question) -> Evidence:
    """Judge the benchmark: the records reach back as many months as asked."""
    first = Entry.objects.order_by("seq").values_list("seq", "ts").first()
    months = question.control.limits.get("months", 0)
    if first is None or moment_of(first[1]) > question.at:
        return missing("台账还没有记录。", LEDGER)
    begun_at = moment_of(first[1])
    is_long = due_at(Term(months=months or 1), begun_at, question.calendar).at <= question.at
    fact = f"台账从{full_day(begun_at)}起，一条不少地留着。"
    piece = Piece(
        what="台账第一条",
        fact_at=begun_at,
        recorded_at=begun_at,
        url=reverse(LEDGER),
        entry=first[0],
    )
    return Evidence(
        standing=Standing.PROVED if is_long else Standing.MISSING,
        fact=fact if is_long else f"{fact}还不满 {months} 个月。",
        pieces=(piece,),
        count=1,
        place=LEDGER,
    )


def _changed(one: Series) -> Piece:
    done = one.done[-1]
    return Piece(
        what=f"{one.name}换了密码",
        fact_at=done.fact_at,
        recorded_at=done.recorded_at,
        url=reverse(PEOPLE),
        entry=one.entries[-1],
    )

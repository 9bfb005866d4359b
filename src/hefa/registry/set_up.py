"""The first day: what must be in place before anything is released, and what is advised."""

from dataclasses import dataclass
from datetime import datetime

from hefa.core.errors import Reason, reason
from hefa.core.regulation import Regulation
from hefa.core.review import Held, PostKey, UnitKey
from hefa.registry.access import standing
from hefa.registry.adopted import parsed, regulation_in_force
from hefa.registry.models import Installation, OfficialAccount, Unit
from hefa.registry.posts import Vacancy, vacancies
from hefa.registry.queries import installation
from hefa.ui.words import reason_sentence, sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpLine:
    """One line of the first day: what, whether it is done, where to do it, what is missing."""

    key: str
    label: str
    is_done: bool
    is_obligatory: bool
    url_name: str
    hint: Reason

    @property
    def label_text(self) -> str:
        """The label in words."""
        return sentence(self.label)

    @property
    def hint_text(self) -> str:
        """The hint in words."""
        return reason_sentence(self.hint)


def set_up_lines(now: datetime, route: str | None = None) -> tuple[SetUpLine, ...]:
    """Return the lines of the first day, obligatory ones first, in the order to do them.

    With `route`, people count as appointed once that route can be walked.

    Five queries at most, however many people there are. Source: 5(2), 5(5), 12(1)-(4), 15.
    """
    here = installation()
    return (
        _line("organisation", is_done=bool(here.organisation)),
        _line("issued_on", is_done=here.issued_on is not None),
        _account_line(),
        _people_line(now, route),
        *_advised(here),
    )


def set_up_gaps(now: datetime, route: str | None = None) -> int:
    """Return how many obligatory lines of the first day are not done.

    A post that fell vacant stops the routes it stands on, so `route` names the one that counts.
    """
    return sum(line.is_obligatory and not line.is_done for line in set_up_lines(now, route))


def _line(key: str, *, is_done: bool) -> SetUpLine:
    return SetUpLine(
        key=key,
        label=f"registry.line_{key}",
        is_done=is_done,
        is_obligatory=True,
        url_name="registry:organisation",
        hint=reason(f"registry.hint_{key}"),
    )


def _account_line() -> SetUpLine:
    account = OfficialAccount.objects.order_by("id").first()
    if account is None:
        hint = reason("registry.hint_account_missing")
    elif account.tested_at is None:
        hint = reason("registry.hint_account_untested")
    elif account.test_code:
        hint = reason("registry.hint_account_refused", why=account.test_code)
    else:
        hint = reason("registry.hint_account_done")
    return SetUpLine(
        key="account",
        label="registry.line_account",
        is_done=hint.code == "registry.hint_account_done",
        is_obligatory=True,
        url_name="registry:accounts",
        hint=hint,
    )


def _people_line(now: datetime, route: str | None) -> SetUpLine:
    adopted = regulation_in_force(now)
    missing: tuple[Vacancy, ...] = ()
    if adopted is None:
        hint = reason("registry.hint_people_no_regulation")
    else:
        regulation = parsed(adopted)
        missing = vacancies(regulation, _held(now), route)
        hint = reason("registry.hint_people_done")
    if adopted is not None and missing:
        hint = reason("registry.hint_people_missing", posts=_named(missing, regulation))
    return SetUpLine(
        key="people",
        label="registry.line_people",
        is_done=hint.code == "registry.hint_people_done",
        is_obligatory=True,
        url_name="registry:regulation" if adopted is None else "registry:people",
        hint=hint,
    )


def _advised(here: Installation) -> tuple[SetUpLine, ...]:
    done = {
        "mail": here.mail_tested_at is not None,
        "backup": bool(here.backup_place),
    }
    return tuple(
        SetUpLine(
            key=key,
            label=f"registry.line_{key}",
            is_done=is_done,
            is_obligatory=False,
            url_name="registry:mail_and_backup",
            hint=reason(f"registry.hint_{key}"),
        )
        for key, is_done in done.items()
    )


def _held(now: datetime) -> frozenset[Held]:
    """Return every post held now in a unit that is in use."""
    rows = standing(now).filter(unit__is_active=True).values_list("post", "unit__key")
    return frozenset(Held(post=PostKey(post), unit=UnitKey(unit)) for post, unit in rows)


def _named(missing: tuple[Vacancy, ...], regulation: Regulation) -> str:
    """Return the vacancies as a reader names them: 报送专人（便民服务站）、平台管理员."""
    units = dict(Unit.objects.values_list("key", "name"))
    return "、".join(
        " 或 ".join(sorted(regulation.post_label(post) for post in vacancy.posts))
        + (f"（{units.get(vacancy.unit, vacancy.unit)}）" if vacancy.unit else "")
        for vacancy in missing
    )

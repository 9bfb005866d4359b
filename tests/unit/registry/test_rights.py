"""Who keeps the register: asked of every act and of every address."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver

from hefa.core.errors import Refused
from hefa.ledger.models import Entry
from hefa.people.models import Person
from hefa.registry import actions
from hefa.registry.models import Appointment, Column, OfficialAccount, Unit

from .conftest import NOW, TEXT, enter

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
Act = Callable[[Person], object]
EVERYBODYS = frozenset(
    {
        *("/notify/", "/notify/choose/"),  # one's own messages
        "/settings/away/",  # one's own posts
        "/settings/appointments/1/delegate/",  # those of another look as if they were not there
        "/settings/delegations/1/end/",
    }
)


def account() -> OfficialAccount:
    return actions.save_account(
        name="青禾社区", wechat_id="qinghe", kind="subscription", is_verified=False,
        appid="wx1", secret="s", by=None, now=NOW,
    )  # fmt: skip


def delegation() -> Appointment:
    return actions.delegate_post(
        Appointment.objects.all()[0], person=enter("x5", "某"), starts_on=DAY, ends_on=DAY,
        by=None, now=NOW,
    )  # fmt: skip


ACTS: dict[str, Act] = {
    "adopt_regulation": lambda by: actions.adopt_regulation(
        TEXT.replace("version = 1", "version = 2"), effective_on=DAY, adopted_by=by, now=NOW
    ),
    "describe_organisation": lambda by: actions.describe_organisation(
        organisation="甲", short_name="乙", issued_on=DAY, by=by, now=NOW
    ),
    "name_backup_place": lambda by: actions.name_backup_place(
        str(Path(__file__).parent), by=by, now=NOW
    ),
    "save_mailbox": lambda by: actions.save_mailbox(
        is_on=True, address="gao@example.org", host="imap.example.org", port=993, user="",
        secret="s", folder="INBOX", authserv_id="", asks_token=False, by=by, now=NOW,
    ),
    "look_at_mailbox": lambda by: actions.look_at_mailbox(by=by, now=NOW),
    "name_witnesses": lambda by: actions.name_witnesses([], by=by, now=NOW),
    "add_person": lambda by: actions.add_person(username="x1", display_name="某", by=by, now=NOW),
    "describe_person": lambda by: actions.describe_person(
        by, display_name="某", phone="", mail="", by=by, now=NOW, seen=0
    ),
    "close_person": lambda by: actions.close_person(enter("x2", "某"), by=by, now=NOW),
    "reopen_person": lambda by: actions.reopen_person(enter("x3", "某"), by=by, now=NOW),
    "make_first_link": lambda by: actions.make_first_link(by, by=by, now=NOW),
    "appoint": lambda by: actions.appoint(
        by, post="secretary", unit=Unit.objects.all()[0], starts_on=DAY, by=by, now=NOW
    ),
    "end_appointment": lambda by: actions.end_appointment(
        Appointment.objects.all()[0], ends_on=DAY, by=by, now=NOW
    ),
    "delegate_post": lambda by: actions.delegate_post(
        Appointment.objects.all()[0], person=enter("x4", "某"), starts_on=DAY, ends_on=DAY,
        by=by, now=NOW,
    ),
    "end_delegation": lambda by: actions.end_delegation(delegation(), by=by, now=NOW),
    "save_account": lambda by: actions.save_account(
        name="n", wechat_id="w", kind="service", is_verified=True, appid="a", secret="s",
        by=by, now=NOW,
    ),
    "record_account_test": lambda by: actions.record_account_test(account(), "", by=by, now=NOW),
    "set_resubmission": lambda by: actions.set_resubmission(
        account(), is_refused=True, words="试过", by=by, now=NOW
    ),
    "make_callback_keys": lambda by: actions.make_callback_keys(account(), by=by, now=NOW),
    "set_holding_text": lambda by: actions.set_holding_text(
        account(), text="请稍候。", seen=0, by=by, now=NOW
    ),
    "stop_callback": lambda by: actions.stop_callback(account(), by=by, now=NOW),
    "save_unit": lambda by: actions.save_unit(name="新科室", by=by, now=NOW),
    "save_column": lambda by: actions.save_column(
        Column.objects.all()[0], name="新栏目", update_cycle_days=3, by=by, now=NOW
    ),
}  # fmt: skip


def test_every_act_is_asked_about() -> None:
    assert set(ACTS) == set(actions.__all__)


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("who", ["stranger", "contributor"])
def test_only_who_keeps_the_register_may_act(
    request: pytest.FixtureRequest, administrator: Person, name: str, who: str
) -> None:
    person = request.getfixturevalue(who)

    with pytest.raises(Refused) as refused:
        ACTS[name](person)

    assert [entry.code for entry in refused.value.reasons] == ["core.no_right"]
    assert not Entry.objects.exclude(actor="machine").exists()


def test_a_post_held_until_yesterday_no_longer_counts(administrator: Person, now: datetime) -> None:
    Appointment.objects.update(ends_on=date(2026, 11, 22))

    with pytest.raises(Refused):
        ACTS["save_unit"](administrator)


def test_a_post_held_until_today_still_counts(administrator: Person) -> None:
    Appointment.objects.update(ends_on=DAY)

    ACTS["save_unit"](administrator)


def addresses() -> list[str]:
    """Return every address of the register and of notify, with 1 in the place of a number."""
    prefixes = ("settings/", "notify/")
    resolver = get_resolver("tests.unit.registry.urls")
    found = [
        f"/{prefix}{pattern.pattern}".replace("<int:pk>", "1")
        for prefix in prefixes
        for entry in resolver.url_patterns
        if str(entry.pattern) == prefix
        for pattern in entry.url_patterns  # type: ignore[union-attr]
    ]
    return [address for address in found if address not in EVERYBODYS]


@pytest.mark.parametrize("address", addresses())
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_refuses_a_contributor_and_sends_the_signed_out_to_sign_in(
    pages: None, contributor: Person, address: str, method: str
) -> None:
    signed_out = getattr(Client(), method)(address)
    client = Client()
    client.force_login(contributor)
    before = Entry.objects.count()
    answer = getattr(client, method)(address)

    assert signed_out.status_code in {302, 405}
    assert answer.status_code in {403, 405}
    assert Entry.objects.count() == before


def test_a_button_pressed_after_signing_out_leads_back_to_its_page(pages: None) -> None:
    answer = Client().post(
        "/settings/people/1/close/", headers={"referer": "http://testserver/settings/people/1/"}
    )

    assert answer["Location"] == "/account/login/?next=/settings/people/1/"


def test_a_referer_of_another_host_is_not_followed(pages: None) -> None:
    answer = Client().post(
        "/settings/people/1/close/", headers={"referer": "https://example.org/x"}
    )

    assert answer["Location"] == "/account/login/?next=/"

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from tests.sandbox.client import Wechat
from tests.unit.publish.factory import NOW, House, fields_of, package, released
from tests.unit.publish.sandbox import queued, run_until_rest

from hefa.core.canonical import canonical_bytes, sha256_hex
from hefa.core.errors import Refused
from hefa.core.package import Package
from hefa.publish.actions import (
    ask_to_lift_halt,
    cancel_publication,
    halt_publishing,
    lift_halt,
    queue_publication,
    retry_publication,
)
from hefa.publish.door import Use, issue_permit, reasons_against_opening
from hefa.publish.models import Permit, Publication, PublicationState
from hefa.publish.queries import awaiting_publication
from hefa.review.models import Opinion, ReviewSheet

OTHER: dict[str, object] = {
    "kind": "correction",
    "title": "停电通知",
    "author": "别的署名",
    "digest": "别的摘要",
    "document": {"type": "doc", "content": [{"type": "paragraph"}]},
    "cover_sha256": "0" * 64,
    "theme": "community@2",
    "account": "other",
    "column": "life",
    "channel": "manual",
    "mass_send": True,
    "comments": True,
    "source_url": "https://example.org/",
    "notice_until": "2027-01-01",
    "attachment_sha256s": ["0" * 64],
    "picture_sha256s": [],
    "schema": 1,
    "acts_on": "01J000000000000000000000AA/1",
    "change": {"reason": "别的理由"},
    "stated": {"minors": "no"},
}


def codes(publication: Publication) -> set[str]:
    return {entry.code for entry in reasons_against_opening(publication, NOW)}


def rewrite(publication: Publication, content: bytes, fingerprint: str | None) -> None:
    """Rewrite the kept package past every model, as somebody with the database would."""
    version = publication.items.get().version
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE collect_version SET package = %s WHERE id = %s", [content, version.pk]
        )
        if fingerprint:
            cursor.execute(
                "UPDATE collect_version SET package_sha256 = %s WHERE id = %s",
                [fingerprint, version.pk],
            )
            cursor.execute("UPDATE publish_publicationitem SET package_sha256 = %s", [fingerprint])
            cursor.execute("UPDATE review_reviewsheet SET package_sha256 = %s", [fingerprint])


def test_every_field_of_the_package_is_tried() -> None:
    assert set(OTHER) == set(Package.__dataclass_fields__)


@pytest.mark.parametrize("hides_it", [False, True])
@pytest.mark.parametrize("field", sorted(OTHER))
def test_a_package_changed_in_any_field_after_release_does_not_pass(
    house: House, wechat: Wechat, field: str, hides_it: bool
) -> None:
    publication = queued(house)
    fields = fields_of(publication.items.get().version)
    assert fields.get(field) != OTHER[field]
    content = canonical_bytes({**fields, field: OTHER[field]})  # type: ignore[dict-item]
    rewrite(publication, content, sha256_hex(content) if hides_it else None)

    assert codes(publication) & {"publish.package_altered", "review.package_changed"}
    done, _ = run_until_rest(publication)
    assert done.state == PublicationState.NEEDS_HUMAN
    calls = wechat.state()["calls"]
    assert not {path for path in calls if "draft" in path or "publish" in path or "media" in path}
    assert not Permit.objects.exists()


def test_the_untouched_package_passes(house: House) -> None:
    assert codes(queued(house)) == set()


@pytest.mark.parametrize("number", range(5))
def test_a_missing_signature_shuts_the_door(house: House, number: int) -> None:
    publication = queued(house)
    Opinion.objects.filter(step=number).delete()

    assert {"review.not_released", "review.route_incomplete"} <= codes(publication)


def test_two_signatures_of_one_person_shut_the_door(house: House) -> None:
    publication = queued(house)
    Opinion.objects.filter(act="approve").update(person=house.endorser)

    assert "review.same_person" in codes(publication)


def test_a_returned_sheet_and_an_altered_regulation_shut_the_door(house: House) -> None:
    publication = queued(house)
    house.regulation.text += "\n# later\n"
    house.regulation.save(update_fields=["text"])
    assert "publish.regulation_altered" in codes(publication)

    ReviewSheet.objects.update(ended="returned")
    assert "review.not_released" in codes(publication)


def test_a_mixture_is_refused(house: House) -> None:
    one = released(house, package("一"))
    other = released(house, package("二", account="other"))
    manual = released(house, package("三", mass_send=True))

    with pytest.raises(Refused) as refused:
        queue_publication(
            [one.version, other.version, manual.version],
            person=house.administrator,
            planned_at=None,
            now=NOW,
        )
    found = {entry.code for entry in refused.value.reasons}
    assert {"publish.other_account", "publish.mass_send_differs"} <= found
    assert not Publication.objects.exists()


def test_one_version_goes_into_one_publication(house: House) -> None:
    sheet = released(house)
    assert list(awaiting_publication()) == [sheet]
    order = {"person": house.administrator, "planned_at": None, "now": NOW}
    first = queue_publication([sheet.version], **order)  # type: ignore[arg-type]
    assert list(awaiting_publication()) == []

    for versions in ([sheet.version], [sheet.version, sheet.version], []):
        with pytest.raises(Refused):
            queue_publication(versions, **order)  # type: ignore[arg-type]

    cancel_publication(first, person=house.administrator, words="改期", now=NOW)
    queue_publication([sheet.version], **order)  # type: ignore[arg-type]


def test_only_the_administrator_orders(house: House) -> None:
    sheet = released(house)
    with pytest.raises(Refused):
        queue_publication([sheet.version], person=house.approver, planned_at=None, now=NOW)


def test_nothing_goes_out_before_its_time(house: House, wechat: Wechat) -> None:
    planned = NOW + timedelta(hours=3)
    publication = queue_publication(
        [released(house).version], person=house.administrator, planned_at=planned, now=NOW
    )
    waiting, _ = run_until_rest(publication)
    assert waiting.state == PublicationState.QUEUED
    assert wechat.state()["drafts"] == []

    done, _ = run_until_rest(publication, now=planned)
    assert done.state == PublicationState.PUBLISHED


def test_a_notice_past_its_end_does_not_go_out(house: House) -> None:
    ended = released(house, package(notice_until=date(2026, 11, 22)))
    with pytest.raises(Refused) as refused:
        queue_publication([ended.version], person=house.administrator, planned_at=None, now=NOW)
    assert [entry.code for entry in refused.value.reasons] == ["publish.notice_over"]


def test_the_stop_holds_until_two_people_lift_it_and_an_order_is_given(
    house: House, wechat: Wechat
) -> None:
    publication = queued(house)
    halt = halt_publishing(house.account, person=house.approver, words="账号异常", now=NOW)
    publication.refresh_from_db()
    assert publication.state == PublicationState.HALTED
    with pytest.raises(Refused):
        retry_publication(publication, person=house.administrator, words="继续", now=NOW)
    with pytest.raises(Refused):
        lift_halt(halt, person=house.approver, now=NOW)
    ask_to_lift_halt(halt, person=house.approver, now=NOW)
    with pytest.raises(Refused):
        lift_halt(halt, person=house.approver, now=NOW)
    lift_halt(halt, person=house.administrator, now=NOW)

    retry_publication(publication, person=house.administrator, words="已查清", now=NOW)
    done, _ = run_until_rest(publication)
    assert done.state == PublicationState.PUBLISHED
    assert list(wechat.state()["effective_publications"].values()) == [1]


def test_a_stop_at_the_last_moment_stops_the_submission(house: House, wechat: Wechat) -> None:
    wechat.console("faults", path="/cgi-bin/freepublish/submit", kind="errcode", errcode=45011)
    publication, _ = run_until_rest(queued(house), until=timedelta(seconds=1))
    assert publication.state == PublicationState.VERIFIED
    halt_publishing(house.account, person=house.approver, words="账号异常", now=NOW)

    done, _ = run_until_rest(publication, now=NOW + timedelta(minutes=5))
    assert done.state == PublicationState.HALTED
    assert wechat.state()["articles"] == []


def test_a_permit_is_used_once_and_needs_the_right_state(house: House) -> None:
    publication = queued(house)
    with transaction.atomic():
        issue_permit(publication, Use.PICTURES, {}, NOW)
    for use in (Use.DRAFT, Use.SUBMIT):
        with pytest.raises(Refused), transaction.atomic():
            issue_permit(publication, use, {1: "0" * 64}, NOW)
    with pytest.raises(Refused) as refused, transaction.atomic():
        issue_permit(publication, Use.SUBMIT, {}, NOW)
    assert "publish.wrong_state" in {entry.code for entry in refused.value.reasons}


def test_only_one_module_sends_and_only_the_door_writes_permits() -> None:
    sends = re.compile(
        r"freepublish/submit|draft/add|submit_draft|\badd_draft|upload_picture|\badd_picture"
        r"|material/add|media/upload"
    )
    permits = re.compile(
        r"\bPermit(Line)?\.objects\.(create|bulk_create|get_or_create)|(?<!class )\bPermit\("
        r"|INTO publish_permit"
    )
    root = Path("src/hefa")
    senders, writers = set(), set()
    for path in root.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        if sends.search(text) and not name.startswith("wechat/"):
            senders.add(name)
        if permits.search(text):
            writers.add(name)

    assert senders == {"publish/send.py"}
    for_measuring = {"config/demo/released.py"}  # on an installation that is thrown away
    assert writers - for_measuring == {"publish/door.py"}

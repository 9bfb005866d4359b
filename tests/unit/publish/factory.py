"""A community with one sandbox account, its people, and versions released by them."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from tests.sandbox.client import png

from hefa.collect.files import keep_file
from hefa.collect.models import Manuscript, Version
from hefa.core.canonical import sha256_hex
from hefa.core.package import Channel, Kind, Package, package_bytes, package_sha256, sealed
from hefa.people.models import Person
from hefa.registry.adopted import parsed
from hefa.registry.models import (
    AccountKind,
    AdoptedRegulation,
    Appointment,
    Column,
    OfficialAccount,
    Unit,
)
from hefa.registry.secrets import seal
from hefa.review.models import Opinion, ReviewSheet

REGULATION = Path("src/hefa/regulations/community/regulation.toml")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(slots=True, kw_only=True)
class House:
    """The cast: who may do what, and the account they publish on."""

    account: OfficialAccount
    unit: Unit
    regulation: AdoptedRegulation
    author: Person
    endorser: Person
    approver: Person
    sender: Person
    administrator: Person
    stranger: Person


def build_house(
    *,
    url: str = "",
    appid: str = "wx0000000000000000",
    secret: str = "s",  # noqa: S107
) -> House:
    """Return a house whose account is a sandbox at `url`."""
    people = {
        name: Person.objects.create(username=name, display_name=name, created_at=NOW)
        for name in ("author", "endorser", "approver", "sender", "administrator", "stranger")
    }
    unit = Unit.objects.create(key="service", name="便民服务站")
    posts = {
        "author": "contributor",
        "endorser": "office",
        "approver": "secretary",
        "sender": "sender",
        "administrator": "administrator",
    }
    for name, post in posts.items():
        Appointment.objects.create(
            person=people[name], post=post, unit=unit, starts_on=date(2026, 1, 1)
        )
    account = OfficialAccount.objects.create(
        key="main",
        name="英巴扎社区",
        wechat_id="lpxybzsq",
        kind=AccountKind.SANDBOX,
        appid=appid,
        secret_sealed=seal("main", secret),
        base_url=url,
    )
    Column.objects.create(key="notices", name="业务公告")
    text = REGULATION.read_text(encoding="utf-8")
    regulation = AdoptedRegulation.objects.create(
        key="community",
        version=1,
        title="微信公众平台管理办法",
        text=text,
        text_sha256=sha256_hex(text.encode()),
        effective_on=date(2026, 1, 1),
        adopted_at=NOW,
    )
    return House(account=account, unit=unit, regulation=regulation, **people)


def package(
    title: str = "停水通知", *, text: str = "明天上午停水检修。", **changes: object
) -> Package:
    """Return a sealed package with one picture of its own and a cover."""
    cover = keep_file(png(3, 3), name="cover.png", media_type="image/png", now=NOW)
    picture = keep_file(png(5, 4), name="p.png", media_type="image/png", now=NOW)
    document = {
        "type": "doc",
        "content": [
            {"type": "heading", "content": [{"type": "text", "text": title}]},
            {"type": "paragraph", "content": [{"type": "text", "text": text}]},
            {"type": "image", "attrs": {"sha256": picture.sha256, "width": 5, "height": 4}},
        ],
    }
    made = Package(
        kind=Kind.ARTICLE,
        title=title,
        author="办公室",
        digest="停水检修，请提前蓄水。",
        document=document,
        cover_sha256=cover.sha256,
        theme="community@1",
        account="main",
        column="notices",
        channel=Channel.API,
        mass_send=False,
        comments=False,
        source_url="",
        notice_until=None,
    )
    return sealed(replace(made, **changes))


def released(house: House, wanted: Package | None = None) -> ReviewSheet:
    """Return the released sheet of a frozen version that holds `wanted`."""
    wanted = wanted or package()
    manuscript = Manuscript.objects.create(unit=house.unit, author=house.author, created_at=NOW)
    fingerprint = package_sha256(wanted)
    version = Version.objects.create(
        manuscript=manuscript,
        number=1,
        title=wanted.title,
        document=wanted.document,
        account=house.account,
        saved_at=NOW,
        frozen_at=NOW,
        package=package_bytes(wanted),
        package_sha256=fingerprint,
    )
    route = parsed(house.regulation).route("news")
    signers = (house.author, house.endorser, house.approver, house.sender, house.administrator)
    sheet = ReviewSheet.objects.create(
        number=f"2026-{ReviewSheet.objects.count() + 1:04}",
        version=version,
        regulation=house.regulation,
        route="news",
        unit=house.unit,
        author=house.author,
        package_sha256=fingerprint,
        position=len(route.steps),
        ended="released",
        submitted_at=NOW,
        waiting_since=NOW,
        ended_at=NOW,
    )
    for number, (step, person) in enumerate(zip(route.steps, signers, strict=True)):
        Opinion.objects.create(
            sheet=sheet,
            act=step.act.value,
            step=number,
            person=person,
            package_sha256=fingerprint,
            declarations=dict.fromkeys(step.declares, "yes"),
            at=NOW,
        )
    return sheet


def fields_of(version: Version) -> dict[str, object]:
    """Return the package of `version` as plain JSON, to be tampered with."""
    fields: dict[str, object] = json.loads(bytes(version.package or b""))
    return fields

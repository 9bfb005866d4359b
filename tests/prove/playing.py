"""A month of work by the demo's people, by the product's own actions; the time is handed in."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.prove.plans import PLANS, Plan

from hefa.check.actions import Reply, answer_finding
from hefa.check.queries import look_at
from hefa.collect.actions import begin_manuscript, revise
from hefa.collect.changes import save_draft
from hefa.collect.models import Version
from hefa.config import installing
from hefa.config.demo import cast
from hefa.config.demo.acting import sign_next
from hefa.config.demo.cast import Cast, Role
from hefa.config.demo.texts import PERSONAL, STATED, Piece
from hefa.config.sandbox import Sandbox
from hefa.core.finding import Severity, Verdict
from hefa.core.review import Act
from hefa.core.workdays import day_of
from hefa.ledger.actions import erase_personal_text, make_checkpoint
from hefa.ledger.models import Entry
from hefa.operate.actions import take_backup
from hefa.patrol.actions import run_round
from hefa.people.actions import change_password, record_sign_in
from hefa.people.models import Person
from hefa.publish.actions import queue_publication
from hefa.publish.advance import advance
from hefa.publish.models import PublicationState
from hefa.registry import actions as register
from hefa.registry.access import actor_of
from hefa.registry.adopted import parsed, regulation_now
from hefa.registry.models import Appointment, Column, OfficialAccount, Unit
from hefa.report.tasks import prove
from hefa.respond.tasks import pull
from hefa.review.actions import act_on, submit_version
from hefa.review.models import ReviewSheet
from hefa.review.queries import attempt_on, awaiting, signed

FATES = ("published",) * 12 + ("released", "returned", "returned", "recalled", "waiting")
WORDS = "已看过，情况属实。"


@dataclass(slots=True, kw_only=True)
class Play:
    """The community at work: its people, its account, the moment, and what chance decides."""

    profile: str
    chance: random.Random
    now: datetime
    sandbox: Sandbox
    place: Path
    cast: Cast = field(init=False)
    plan: Plan = field(init=False)
    is_later: bool = False
    written: int = 0
    back: list[Version] = field(default_factory=list)
    held_back: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.cast, self.plan = cast.CASTS[self.profile], PLANS[self.profile]

    def tick(self, minutes: float = 3) -> datetime:
        """Return the moment some minutes later, which is now from here on."""
        self.now += timedelta(minutes=minutes)
        return self.now

    def move_in(self, joined_at: datetime) -> None:
        """Enter people, regulation, posts, organisation and account, as a first day does."""
        for role in self.cast.people:
            self._enter(role, joined_at)
        installing.adopt_profile(self.tick(), is_demo=True, key=self.profile)
        for role in self.cast.people:
            for post, unit in role.posts:
                self._appoint(role.username, post, unit, is_deputy=False)
        register.describe_organisation(
            organisation=self.cast.organisation,
            short_name=self.cast.short_name,
            issued_on=day_of(self.now),
            own_numbers=self.cast.own_numbers,
            by=None,
            now=self.tick(),
        )
        regulation = regulation_now(self.now)
        assert regulation is not None
        account = register.save_account(
            key=cast.ACCOUNT_KEY,
            name=self.cast.short_name,
            wechat_id=regulation.parameters["wechat_id"],
            kind="sandbox",
            is_verified=True,
            appid=self.sandbox.appid,
            secret=self.sandbox.secret,
            base_url=self.sandbox.url,
            by=None,
            now=self.tick(),
        )
        register.record_account_test(account, code="", by=None, now=self.tick())

    def write(self) -> None:
        """Let somebody write an item, and chance decide how far it comes today."""
        kinds = (*self.plan.kinds, *([self.plan.later] * 2 if self.is_later else ()))
        author, unit, category, column = self.chance.choice(kinds)
        self.written += 1
        stem = self.chance.choice(("停水安排", "借阅时间", "讲座预告", "活动回顾", "窗口调整"))
        lines = ["具体安排如下，请相互转告。", "# 时间", "每天 9:30 到 17:30，午间不休息。"]
        if is_personal := self.chance.random() < 0.3:
            lines.append(f"联系人手机 1990000{self.chance.randrange(10000):04}，随时可以打。")
        piece = Piece(
            title=f"{stem}（第 {self.written} 期）",
            author=author,
            unit=unit,
            category=category,
            column=column,
            lines=tuple(lines),
        )
        version = begin_manuscript(
            self.person(author), unit=Unit.objects.get(key=unit), now=self.tick()
        )
        fields = {
            "title": piece.title,
            "document": piece.document,
            "category": category,
            "column": Column.objects.get(key=column),
            "purpose": "告知读者",
            "audience": "全体读者" if self.chance.random() < 0.95 else "",
            "source_name": "自采",
            "stated": dict(PERSONAL if is_personal else STATED),
        }
        save_draft(version, fields, edit=version.edit, now=self.tick())
        self._bring(version, self.chance.choice(FATES))

    def write_again(self) -> None:
        """Rewrite what came back, and bring it through."""
        back, self.back = self.back, []
        for old in back:
            manuscript = Version.objects.get(pk=old.pk).manuscript
            version = revise(manuscript, person=manuscript.author, now=self.tick())
            audience = {"audience": "全体读者"}
            save_draft(version, audience, edit=version.edit, now=self.tick())
            self._bring(version, "published")

    def publish(self) -> None:
        """Carry out what was released and not held back, one or two items at a time."""
        ready = list(
            ReviewSheet.objects.filter(ended="released", version__items__isnull=True)
            .exclude(pk__in=self.held_back)
            .select_related("version")
            .prefetch_related("opinions__person")
        )
        while ready:
            several = ready[: self.chance.choice((1, 1, 2))]
            ready = ready[len(several) :]
            person = signed(several[0].opinions.all())[-1].person
            publication = queue_publication(
                [sheet.version for sheet in several],
                person=person,
                planned_at=None,
                now=self.tick(),
            )
            again: datetime | None = self.tick(0.1)
            while again is not None:
                self.now = max(again, self.now + timedelta(seconds=1))
                again = advance(publication.pk, now=self.now)
            publication.refresh_from_db()
            if publication.state != PublicationState.PUBLISHED:
                raise RuntimeError(publication.trouble_code)
            self.tick(1)

    def patrol(self) -> None:
        """Make one round by machine, and let respond pull what it saw."""
        patrol = run_round(OfficialAccount.objects.get(), ordered_by=None, now=self.tick())
        pull(str(patrol.pk), now=self.tick(1))

    def back_up(self) -> None:
        """Take a backup by the hand that keeps the register."""
        take_backup(str(self.place), person=self.person(self.plan.keeper), now=self.tick())

    def close_day(self) -> None:
        """Try what was released, and sign a checkpoint, as the night's jobs do."""
        prove("", now=self.tick(1))
        make_checkpoint(self.tick(1))

    def sign_in(self) -> None:
        """Let who keeps the account sign in."""
        record_sign_in(self.person(self.plan.keeper), now=self.tick(1))

    def change_a_password(self) -> None:
        """Let somebody whose password is the oldest change it, or somebody else."""
        people = Person.objects.order_by("password_changed_at", "pk")
        person = people[self.chance.randrange(3)]
        change_password(person, f"另一串词语-{self.chance.random()}", now=self.tick())

    def test_account(self) -> None:
        """Test the account's connection and write down that it stood."""
        register.record_account_test(
            OfficialAccount.objects.get(),
            code="",
            by=self.person(self.plan.keeper),
            now=self.tick(),
        )

    def begin_posts(self) -> None:
        """Appoint who comes."""
        for username, post, unit, is_deputy in self.plan.begins:
            self._appoint(username, post, unit, is_deputy=is_deputy)
        self.is_later = True

    def end_post(self) -> None:
        """End the post of who goes, yesterday being the last day."""
        username, post = self.plan.ends
        held = Appointment.objects.get(person__username=username, post=post, ends_on=None)
        register.end_appointment(
            held,
            ends_on=day_of(self.now) - timedelta(days=1),
            by=self.person(self.plan.keeper),
            now=self.tick(),
        )

    def erase(self) -> None:
        """Erase the words of the first return; the erasure is an entry itself."""
        entry = Entry.objects.filter(kind="review.returned").order_by("seq").first()
        if entry is not None:
            who = self.person(self.plan.keeper)
            erase_personal_text(
                entry.seq, actor=who.key, words="本人要求", ordered_by="负责人", now=self.tick()
            )

    def person(self, username: str) -> Person:
        """Return somebody of the cast."""
        return Person.objects.get(username=username)

    def _bring(self, version: Version, fate: str) -> None:
        """Answer what was found in `version`, submit it and take it as far as its fate says."""
        version = Version.objects.select_related("manuscript__unit", "manuscript__author").get(
            pk=version.pk
        )
        author = version.manuscript.author
        for found in look_at(version, now=self.now).open:
            if found.severity is not Severity.INFO:
                reply = Reply(
                    rule=found.rule, place=found.place, verdict=Verdict.ACCEPTED, reason="本人同意"
                )
                answer_finding(version, reply, person=author, now=self.tick(1))
        sheet = submit_version(version, person=author, edit=version.edit, now=self.tick())
        if fate == "recalled":
            self._end(sheet, Act.RECALL, author)
            return
        steps = parsed(sheet.regulation).route(sheet.route).steps
        last = len(steps) - 1 if fate in ("published", "released") else self.chance.randrange(2)
        for _ in range(last):
            sheet = sign_next(sheet, self.cast, words=WORDS, now=self.tick())
        if fate == "returned":
            self._end(sheet, Act.RETURN, self._who_waits(sheet))
        elif fate == "released":
            self.held_back.append(sheet.pk)

    def _end(self, sheet: ReviewSheet, act: Act, person: Person) -> None:
        """Return or recall the sheet; its author writes it again tomorrow."""
        attempt = attempt_on(sheet, act, words="请补上联系电话。")
        act_on(sheet, attempt, person=person, now=self.tick())
        self.back.append(sheet.version)

    def _who_waits(self, sheet: ReviewSheet) -> Person:
        people = [self.person(role.username) for role in self.cast.people]
        return next(
            one for one in people if awaiting(actor_of(one, self.now)).filter(pk=sheet.pk).exists()
        )

    def _enter(self, role: Role, joined_at: datetime) -> None:
        """Enter one person, who set a password on the day of joining."""
        person = register.add_person(
            username=role.username,
            display_name=role.name,
            phone=role.phone,
            by=None,
            now=joined_at,
        )
        change_password(person, cast.PASSWORD, now=joined_at)

    def _appoint(self, username: str, post: str, unit: str, *, is_deputy: bool) -> None:
        register.appoint(
            self.person(username),
            post=post,
            unit=Unit.objects.get(key=unit),
            starts_on=day_of(self.now),
            by=None,
            now=self.tick(1),
            is_deputy=is_deputy,
        )

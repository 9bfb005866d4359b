"""The steps of a tour, each done by the person whose post the route names."""

import time
from dataclasses import dataclass, field
from typing import Any, Self

import httpx2

from hefa.check.actions import Reply, answer_finding
from hefa.check.engine import as_json
from hefa.check.queries import look_at, personal_in
from hefa.check.words import sentence
from hefa.collect.actions import Upload, import_word
from hefa.collect.changes import save_draft
from hefa.collect.models import Version
from hefa.config import installing
from hefa.config.clock import now
from hefa.config.demo.acting import sign_next
from hefa.config.demo.cast import CASTS, Cast
from hefa.config.demo.texts import PERSONAL, STATED
from hefa.config.sandbox import Sandbox
from hefa.core.finding import Severity, Verdict
from hefa.core.review import PersonId, Route, UnitKey
from hefa.core.rights import Item, Right, reasons_against_right
from hefa.ledger.verify import Verdict as LedgerVerdict
from hefa.ledger.verify import verify
from hefa.patrol.actions import run_round
from hefa.patrol.models import Result
from hefa.people.models import Person
from hefa.publish.actions import queue_publication
from hefa.publish.advance import advance
from hefa.publish.models import Publication, PublicationState
from hefa.registry.access import actor_of
from hefa.registry.adopted import parsed
from hefa.registry.models import Column, OfficialAccount, Unit
from hefa.review.actions import submit_version
from hefa.review.models import ReviewSheet
from hefa.review.queries import signed
from hefa.ui.words import sentence as sentence_of

PATIENCE_SECONDS = 20.0
REASON = "演示：已与当事人核实，同意公开"


@dataclass(slots=True, kw_only=True)
class Walk:
    """One item on its way under a profile, and what it has left behind."""

    account: OfficialAccount
    cast: Cast
    article_url: str = ""
    package_sha256: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    version: Version | None = None
    sheet: ReviewSheet | None = None
    publication: Publication | None = None
    verdict: LedgerVerdict | None = None

    @classmethod
    def begin(cls, sandbox: Sandbox, profile: str) -> Self:
        """Return a walk whose account points at the running sandbox."""
        account = installing.account_of_the_demo(sandbox.url, sandbox.appid, sandbox.secret, now())
        return cls(account=account, cast=CASTS[profile])

    def read(self, content: bytes, name: str) -> tuple[bool, str]:
        """Read the Word file as the contributor hands it in."""
        _, unit_key, category, column = self.cast.item
        unit = Unit.objects.get(key=unit_key)
        upload = Upload(name=name, content=content)
        version = import_word(self._author(), upload, unit=unit, now=now())
        fields = {
            "title": version.title[:32] or "未命名",
            "category": category,
            "column": Column.objects.get(key=column),
            "account": self.account,
            "purpose": "告知读者",
            "audience": "全体读者",
            "signed_author": unit.name[:16],
            "source_name": "自采",
        }
        save_draft(version, fields, edit=version.edit, now=now())
        self.version = Version.objects.select_related("manuscript__unit").get(pk=version.pk)
        cut = "，标题取前 32 字" if self.version.title != version.title else ""
        return True, f"《{self.version.title}》{cut}"

    def check(self) -> tuple[bool, str]:
        """Look for findings; answer each with a reason, as the first reviewer would."""
        version = self._version()
        look = look_at(version, now=now())
        stated = dict(PERSONAL if personal_in(look) else STATED)
        version.edit = save_draft(version, {"stated": stated}, edit=version.edit, now=now())
        version.stated = stated
        self.findings = [as_json(found) for found in look.findings]
        answered = [found for found in look.open if found.severity is not Severity.INFO]
        answerer = self._answerer(version)
        for found in answered:
            reply = Reply(
                rule=found.rule, place=found.place, verdict=Verdict.ACCEPTED, reason=REASON
            )
            answer_finding(version, reply, person=answerer, now=now())
        told = "；".join(sentence(found) for found in answered)
        return True, f"{len(look.findings)} 处" + (
            f"，{answerer.display_name}说明理由：{told}" if told else ""
        )

    def submit(self) -> tuple[bool, str]:
        """Freeze the version and submit it."""
        version = self._version()
        self.sheet = submit_version(version, person=self._author(), edit=version.edit, now=now())
        self.package_sha256 = self.sheet.package_sha256
        return True, f"审核单 {self.sheet.number}"

    def acts(self) -> tuple[str, ...]:
        """Return the acts that the sheet still waits for, as its route gives them."""
        return tuple(step.act.value for step in self._route().steps[1:]) if self.sheet else ()

    def act(self) -> tuple[bool, str]:
        """Sign the next step as the first person whose post the route names."""
        self.sheet = sign_next(self._sheet(), self.cast, now=now())
        return True, self._last_signer().display_name

    def publish(self) -> tuple[bool, str]:
        """Queue the release and let the worker's steps carry it out."""
        self.publication = queue_publication(
            [self._sheet().version], person=self._last_signer(), planned_at=None, now=now()
        )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            again = advance(self.publication.pk, now=now())
            self.publication.refresh_from_db()
            if again is None:
                break
            time.sleep(min(0.05, max(0.0, (again - now()).total_seconds())))
        state = PublicationState(self.publication.state)
        item = self.publication.items.first()
        self.article_url = item.article_url if item else ""
        why = sentence_of(self.publication.trouble_code) if self.publication.trouble_code else ""
        return state is PublicationState.PUBLISHED, f"{state.label} {why}".strip()

    def public_page(self) -> tuple[bool, str]:
        """Open the article as a reader would."""
        page = httpx2.get(self.article_url, timeout=10).content.decode()
        return self._version().title in page, f"{len(page)} 字节"

    def patrol(self) -> tuple[bool, str]:
        """Compare what the public sees with what was released."""
        found = run_round(self.account, ordered_by=None, now=now())
        seen = list(found.observations.all())
        wrong = [entry for entry in seen if entry.result != Result.SAME]
        told = "；".join(f"《{entry.title}》{entry.get_result_display()}" for entry in wrong)
        return bool(seen) and not wrong, told or f"{len(seen)} 篇一致"

    def ledger(self) -> tuple[bool, str]:
        """Verify every record."""
        self.verdict = verify()
        return self.verdict.is_sound, f"{self.verdict.size} 条"

    def ledger_state(self) -> dict[str, Any]:
        """Return size, root and whether the ledger proved out, as it stands now."""
        verdict = self.verdict or verify()
        return {"size": verdict.size, "root": verdict.root, "verified": verdict.is_sound}

    def _version(self) -> Version:
        if self.version is None:
            raise RuntimeError("read")
        return self.version

    def _sheet(self) -> ReviewSheet:
        if self.sheet is None:
            raise RuntimeError("submit")
        return self.sheet

    def _author(self) -> Person:
        return Person.objects.get(username=self.cast.item[0])

    def _answerer(self, version: Version) -> Person:
        """Return the first of the cast but the author who may answer findings of `version`."""
        manuscript = version.manuscript
        item = Item(unit=UnitKey(manuscript.unit.key), author=PersonId(manuscript.author.key))
        others = (role for role in self.cast.people if role.username != self.cast.item[0])
        for person in (Person.objects.get(username=role.username) for role in others):
            if not reasons_against_right(Right.ANSWER_FINDING, actor_of(person, now()), item):
                return person
        return self._author()

    def _last_signer(self) -> Person:
        return signed(self._sheet().opinions.all())[-1].person

    def _route(self) -> Route:
        sheet = self._sheet()
        return parsed(sheet.regulation).route(sheet.route)

"""What goes wrong in a simulated month, and what the people do about it, in time or not."""

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.prove.playing import Play

from hefa.publish.models import PublicationItem
from hefa.respond.actions import close_incident, record_step, report_incident
from hefa.respond.changes import StepKind
from hefa.respond.models import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """How people answer to an incident: minutes to the first action, to repair, to the end.

    Without an end it stays open. The first action is a leader's own where one is at hand.
    """

    acted: float
    repaired: float
    closed: float | None
    has_leader: bool = False


IN_TIME = Answer(acted=10, repaired=90, closed=30, has_leader=True)
LATE = Answer(acted=50, repaired=13 * 60, closed=20)
LEFT_OPEN = Answer(acted=12, repaired=60, closed=None)


def tamper(play: Play, answer: Answer) -> None:
    """Let an outsider alter an article; a round sees it, people act, a round sees it mended."""
    item = play.chance.choice(list(PublicationItem.objects.filter(removed_at=None)))
    title, article = item.version.title, f"articles/{item.publication.article_id}/edit"
    _outside(play, article, idx=item.position, find=title, replace=f"{title}！")
    play.patrol()
    incident = Incident.objects.latest("pk")
    _act(play, incident, answer)
    _outside(play, article, idx=item.position, find=f"{title}！", replace=title)
    play.tick(answer.repaired)
    play.patrol()
    _close(play, incident, answer)


def intrude(play: Play, answer: Answer) -> None:
    """Let an outsider put an article out; it is deleted by hand and a round no longer finds it."""
    put = _outside(play, "articles", title="没有审核单的一篇", content="<p>不知是谁发的。</p>")
    play.patrol()
    incident = Incident.objects.latest("pk")
    _act(play, incident, answer)
    _outside(play, f"articles/{put['article_id']}/delete")
    play.tick(answer.repaired)
    play.patrol()
    _close(play, incident, answer)


def report(play: Play, answer: Answer, *, is_drill: bool = False) -> None:
    """Let somebody report something by hand, and answer to it."""
    who = play.person(play.plan.handler)
    incident = report_incident(
        title="后台登不上去", words="上午起登不上。", person=who, now=play.tick(), is_drill=is_drill
    )
    _step(play, incident, StepKind.NOTE, 2)
    _act(play, incident, answer)
    _step(play, incident, StepKind.RESTORED, answer.repaired)
    _close(play, incident, answer)


def _act(play: Play, incident: Incident, answer: Answer) -> None:
    who = play.person(play.plan.leader if answer.has_leader else play.plan.handler)
    now = play.tick(answer.acted)
    record_step(incident, StepKind.ACTION, words="先停用，再核对。", person=who, now=now)


def _step(play: Play, incident: Incident, kind: StepKind, minutes: float) -> None:
    who = play.person(play.plan.handler)
    record_step(incident, kind, words="在处理。", person=who, now=play.tick(minutes))


def _close(play: Play, incident: Incident, answer: Answer) -> None:
    if answer.closed is not None:
        who = play.person(play.plan.handler)
        close_incident(incident, words="已恢复。", person=who, now=play.tick(answer.closed))


def _outside(play: Play, act: str, **fields: Any) -> dict[str, Any]:
    """Act through the sandbox's console, behind everybody's back."""
    request = urllib.request.Request(
        f"{play.sandbox.url}/console/api/{act}",
        data=json.dumps(fields).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as reply:
        answer: dict[str, Any] = json.loads(reply.read())
    return answer

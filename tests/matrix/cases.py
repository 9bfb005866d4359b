"""What each row of the table is tried on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from tests.matrix import administered, beside, channels, kinds, messages, objects, paper, register
from tests.matrix.objects import NEW_PASSWORD, Case, Make

from hefa.config.demo.cast import PASSWORD
from hefa.core.review import Act


def _given(*url: object, **form: Any) -> Make:
    """Return what makes a case of what is known beforehand."""

    def case(now: datetime) -> Case:
        del now
        return Case(url=url, form=form)

    return case


def _backup_place(now: datetime) -> Case:
    del now
    return Case(form={"path": settings.FILES_PATH})


NOTHING = _given()
CASES: Mapping[str, Make] = {
    "POST account_login": _given(login="zhang", password=PASSWORD),
    "POST account_change_password": _given(
        oldpassword=PASSWORD, password1=NEW_PASSWORD, password2=NEW_PASSWORD
    ),
    "people:first": administered.link,
    "POST collect:hand_in": objects.hand_in,
    "collect:arriving": objects.waiting_file,
    "collect:edit": objects.draft,
    "collect:autosave": objects.draft,
    "collect:preview": objects.draft,
    "collect:revise": objects.sent_back,
    "collect:bin": objects.draft_of_a_manuscript,
    "collect:cover": objects.cover,
    "collect:cover_shown": objects.picture,
    "collect:picture_in": objects.picture_in,
    "collect:attachment_in": objects.attachment_in,
    "collect:attachments": objects.attachment_in,
    "collect:attachment": objects.attachment,
    "collect:versions": objects.draft_of_a_manuscript,
    "collect:copy": objects.to_copy,
    "collect:file": objects.word_file,
    "collect:picture": objects.picture,
    "collect:signed_picture": objects.signed_picture,
    "check:findings": objects.findings,
    "check:cards": objects.draft,
    "check:answer": objects.answer,
    "POST check:terms": _given(term="内部资料", reason="不对外", severity="B", expires_on=""),
    "check:remove_term": administered.term,
    "review:submit": objects.submit,
    "review:sheet": objects.sheet,
    "review:article": objects.sheet,
    "POST review:act#endorse": objects.act(Act.ENDORSE, Act.ENDORSE),
    "POST review:act#approve": objects.act(Act.APPROVE, Act.APPROVE),
    "POST review:act#deliver": objects.act(Act.DELIVER, Act.DELIVER),
    "POST review:act#release": objects.act(Act.RELEASE, Act.RELEASE),
    "POST review:act#return": objects.act(Act.RETURN, Act.ENDORSE),
    "POST review:act#recall": objects.act(Act.RECALL, Act.ENDORSE),
    "POST review:act#endorse-news": objects.act(Act.ENDORSE, Act.ENDORSE, category="news"),
    "POST collect:transfer": beside.left_behind,
    "review:decide": beside.decision,
    "review:signature": beside.signature,
    "review:claim": beside.to_claim,
    "review:ask": beside.to_ask,
    "review:answer": beside.to_answer,
    "review:consent": beside.to_consent,
    "review:check": beside.to_check,
    "POST review:consent#on": beside.to_consent_where_on,
    "POST review:check#due": beside.due_check,
    "registry:delegate": beside.post,
    "registry:delegation_end": beside.delegation,
    "POST review:save_view": _given(name="退回的", query="state=returned"),
    "review:default_view": register.view,
    "review:delete_view": register.view,
    "review:archive": register.to_archive,
    "review:paper": objects.sheet,
    "review:hand_copy": paper.to_hand,
    "review:file_copy": paper.to_file,
    "review:scan_in": paper.to_scan,
    "review:scan": paper.scanned,
    "report:print_sheet": objects.sheet,
    "paper:check": paper.code,
    "report:timeline": register.course,
    "POST report:register_xlsx": _given(query="state=returned"),
    "report:register_file": register.export,
    "publish:queue": objects.queue,
    "publish:publication": objects.publication,
    "publish:progress": objects.publication,
    "publish:cancel": objects.publication,
    "publish:retry": objects.stuck,
    "publish:stop": objects.publication,
    "publish:operator": channels.handed,
    "publish:pasted": channels.handed_item,
    "publish:cover_cut": channels.handed_cover,
    "publish:links": channels.handed,
    "publish:seen_page": channels.seen_by_person,
    "publish:withdraw": channels.handed,
    "publish:gone": channels.to_settle,
    "publish:set_aside": channels.unwanted,
    "publish:take_up": channels.set_aside,
    "publish:preview": channels.released,
    "publish:send_preview": channels.released,
    "publish:test_account": objects.account,
    "publish:order": kinds.order,
    "publish:begin_take_down": kinds.article,
    "publish:begin_correction": kinds.article,
    "publish:confirm": kinds.by_hand,
    "publish:menu": objects.account,
    "publish:read_menu": objects.account,
    "publish:begin_column_change": objects.account,
    "publish:check_callback": objects.account,
    "publish:callback": objects.callback_address,
    "patrol:item": objects.item,
    "respond:report": _given(title="评论里有广告", words="在第三条评论"),
    "respond:incident": lambda now: Case(url=(objects.incident(now).pk,)),
    "respond:step": objects.step,
    "respond:close": objects.close,
    "POST respond:halt": _given(cause="changed", sure="on"),
    "respond:ask_to_lift": lambda now: Case(url=(objects.halt(now).pk,)),
    "respond:lift": objects.asked,
    "report:control": _given("C10.1"),
    "report:checkpoint_text": administered.signed_ledger,
    "report:proof": administered.proved_entry,
    "report:proof_text": administered.proved_entry,
    "notify:test_mail": _given(to="chen@example.org"),
    "POST notify:choose": _given(kinds=["waits"], is_daily="daily", seen=0),
    "POST notify:settings": _given(
        quiet_from="22:00", quiet_until="07:00", gather_minutes=10, seen=0
    ),
    "POST notify:robot_new": messages.new_robot,
    "notify:robot": messages.robot,
    "notify:test_robot": messages.robot,
    "notify:again": messages.failed,
    "POST registry:organisation": administered.organisation,
    "POST registry:account_new": objects.new_account,
    "registry:account": objects.account,
    "registry:callback": objects.account,
    "registry:resubmission": channels.account,
    "registry:callback_make": objects.account,
    "registry:callback_stop": objects.callback,
    "registry:callback_hold": objects.callback,
    "POST registry:person_new": _given(
        username="lu", display_name="路干事", phone="", mail="", seen=0
    ),
    "registry:person": administered.person,
    "registry:person_edit": administered.person,
    "registry:person_close": administered.person,
    "registry:person_reopen": administered.closed_person,
    "registry:person_link": administered.person,
    "registry:appoint": administered.appoint,
    "registry:appointment_end": administered.end,
    "POST registry:unit_new": _given(name="志愿者站", is_active="on", seen=0),
    "registry:unit": administered.unit,
    "POST registry:column_new": _given(name="志愿风采", update_cycle_days=30, is_open="on", seen=0),
    "registry:column": administered.column,
    "POST registry:regulation_adopt": administered.regulation,
    "registry:regulation_text": administered.adopted_version,
    "registry:adoption_read": administered.adoption,
    "registry:adoption_text": administered.adoption,
    "registry:adoption_people": administered.adoption,
    "registry:adoption_confirm": administered.adoption,
    "registry:adoption_give_up": administered.adoption,
    "POST registry:mail_and_backup": _backup_place,
    "registry:choose_witnesses": administered.witness,
    "registry:mailbox": administered.mailbox,
    "registry:look_at_mailbox": administered.named_mailbox,
}


def case_of(row: str, now: datetime) -> Case:
    """Return what the row `GET name` or `POST name#variant` is tried on."""
    name = row.partition(" ")[2]
    return CASES.get(row, CASES.get(name, NOTHING))(now)

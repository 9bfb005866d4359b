"""通知 in the settings: the rule, the groups' robots, and what could not be delivered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from hefa.core.errors import Conflict, Refused, Unavailable
from hefa.notify.actions import save_robot, send_again, send_test_to_robot, set_message_rule
from hefa.notify.forms import MessageRuleForm, RobotForm
from hefa.notify.message_queries import robots, undelivered
from hefa.notify.models import Message, Robot
from hefa.notify.pages import message_row, robot_row
from hefa.notify.quiet import message_rule
from hefa.registry.pages import (
    UNPROCESSABLE,
    crumbs,
    link,
    manager_act,
    manager_page,
    show_reasons,
)
from hefa.registry.request import StaffRequest
from hefa.ui.paging import RowPaginator
from hefa.ui.words import reason_sentence, sentence

PAGE_LENGTH = 20
HERE = ("通知", "notify:settings")


@manager_page
def settings(request: StaffRequest) -> HttpResponse:
    """Return the page of messages; sent, it keeps the rule."""
    rule = message_rule()
    form = MessageRuleForm(request.POST or None, rule=rule)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                set_message_rule(**form.cleaned_data, by=request.person, now=request.now)
            except Conflict as error:
                status = show_reasons(form, error, rule)
            else:
                messages.success(request, "已保存通知的规则")
                return redirect("notify:settings")
    page = RowPaginator(undelivered(), PAGE_LENGTH).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "robots": [robot_row(robot) for robot in robots()],
        "rows": [message_row(message) for message in page],
        "page": page,
        "crumbs": crumbs(),
        "actions": [link("添加群机器人", "notify:robot_new", icon="plus")],
    }
    return render(request, "notify/settings.html", shown, status=status)


@manager_page
def robot_new(request: StaffRequest) -> HttpResponse:
    """Return the page that enters a robot."""
    return _robot_page(request, None)


@manager_page
def robot(request: StaffRequest, pk: int) -> HttpResponse:
    """Return the page that changes a robot."""
    return _robot_page(request, get_object_or_404(Robot, pk=pk))


@manager_act
def test(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the robot say a test message; what stands in the way is said in plain words."""
    found = get_object_or_404(Robot, pk=pk)
    try:
        has_left = send_test_to_robot(found, by=request.person, now=request.now)
    except (Refused, Unavailable) as error:
        for entry in error.reasons:
            messages.error(request, reason_sentence(entry))
    else:
        tell = messages.success if has_left else messages.warning
        tell(request, sentence("notify.robot_said" if has_left else "notify.robot_unclear"))
    return redirect("notify:settings")


@manager_act
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Let what was not taken for one reader go once more."""
    found = get_object_or_404(Message, pk=pk)
    try:
        send_again(found, by=request.person, now=request.now)
    except Conflict as error:
        messages.error(request, reason_sentence(error.reasons[0]))
    else:
        messages.success(request, "正在再发，过一会儿刷新这一页")
    return redirect("notify:settings")


def _robot_page(request: StaffRequest, found: Robot | None) -> HttpResponse:
    form = RobotForm(request.POST or None, robot=found)
    status = 200
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                save_robot(found, **form.given(), by=request.person, now=request.now)
            except (Refused, Conflict) as error:
                status = show_reasons(form, error, found)
            else:
                messages.success(request, "已保存群机器人，请点“发测试消息”试一试")
                return redirect("notify:settings")
    shown = {
        "form": form,
        "title": found.name if found else "添加群机器人",
        "back": reverse(HERE[1]),
        "crumbs": crumbs(HERE[0], reverse(HERE[1])),
    }
    return render(request, "notify/robot.html", shown, status=status)

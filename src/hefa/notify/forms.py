"""The forms of messages: a robot, the organisation's rule, one's own choice, a list's filter."""

from typing import Any

from django import forms

from hefa.notify.message_queries import Wanted
from hefa.notify.models import (
    MessageChoice,
    MessageKind,
    MessageRule,
    MessageState,
    Robot,
    Service,
)
from hefa.notify.quiet import URGENT
from hefa.registry.forms import PlainForm, seen_field, time_field
from hefa.registry.models import Unit

_SELECT = {"class": "form-select"}
_BY_CHOICE = [(kind.value, kind.label) for kind in MessageKind if kind not in URGENT]


class RobotForm(PlainForm):
    """A group's robot; its address and signing secret are written, never read back."""

    name = forms.CharField(
        label="名称", max_length=40, help_text="自己认得出是哪个群就行，如“服务站工作群”。"
    )
    service = forms.ChoiceField(label="是哪家的群", choices=Service.choices)
    address = forms.CharField(
        label="机器人的地址（Webhook）",
        max_length=300,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    secret = forms.CharField(
        label="加签密钥",
        max_length=120,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    unsigned = forms.BooleanField(label="这个机器人不再加签", required=False)
    unit = forms.ModelChoiceField(
        label="发哪个单位的",
        queryset=Unit.objects.filter(is_active=True),
        empty_label="所有单位",
        required=False,
    )
    kinds = forms.MultipleChoiceField(
        label="发哪些通知",
        choices=MessageKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_on = forms.BooleanField(label="在用", required=False, initial=True)
    seen = seen_field()

    def __init__(self, *args: Any, robot: Robot | None, **kwargs: Any) -> None:
        if robot is not None:
            names = ("name", "service", "unit", "kinds", "is_on")
            initial = {name: getattr(robot, name) for name in names}
            kwargs["initial"] = {**initial, "seen": robot.revision}
        super().__init__(*args, **kwargs)
        has_secret = robot is not None and bool(robot.secret_sealed)
        self.fields["address"].required = robot is None
        self.fields["address"].help_text = (
            "已经填过，加密保存，不再显示。不换就空着。"
            if robot
            else "在群里添加机器人后，把它给的地址整条粘贴进来。加密保存，以后不再显示。"
        )
        self.fields["secret"].help_text = (
            "已经填过，不换就空着。"
            if has_secret
            else "钉钉选了“加签”、飞书选了“签名校验”才有。企业微信没有，空着。"
        )
        if not has_secret:
            del self.fields["unsigned"]

    def given(self) -> dict[str, Any]:
        """Return what was given as the act wants it: None for what stays as it is."""
        given = dict(self.cleaned_data)
        is_unsigned = given.pop("unsigned", False)
        given["address"] = given["address"] or None
        given["secret"] = "" if is_unsigned else given["secret"] or None
        return given


class MessageRuleForm(PlainForm):
    """When messages rest, how long they gather, whether they name the title."""

    quiet_from = time_field("夜里不打扰，从", "这段时间里的通知，等到早上一起发。停止发布的不等。")
    quiet_until = time_field("到", "两格都空着就不限时。")
    gather_minutes = forms.IntegerField(
        label="几分钟内的合成一条",
        min_value=0,
        max_value=120,
        help_text="同一个人、同一个群，这么久之内的几条合成一条发。填 0 就有一条发一条。",
    )
    shows_title = forms.BooleanField(
        label="通知里写上稿件标题（标题会经过邮件和群聊的服务器；不勾就只写单号、单位和要办的事）",
        required=False,
    )
    seen = seen_field()

    def __init__(self, *args: Any, rule: MessageRule, **kwargs: Any) -> None:
        names = ("quiet_from", "quiet_until", "gather_minutes", "shows_title")
        kwargs["initial"] = {**{name: getattr(rule, name) for name in names}, "seen": rule.revision}
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Return what was given; quiet hours need both ends."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        ends = [given.get("quiet_from"), given.get("quiet_until")]
        if ends.count(None) == 1 and not {"quiet_from", "quiet_until"} & set(self.errors):
            empty = "quiet_from" if ends[0] is None else "quiet_until"
            self.add_error(empty, "时段要写两头。不限时就都空着。")
        return given


class MessageChoiceForm(PlainForm):
    """Which kinds one wants by mail, and whether once a day."""

    kinds = forms.MultipleChoiceField(
        label="哪些发邮件给我",
        choices=_BY_CHOICE,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="没勾的，只在“我的通知”里看得到。停止发布总会发给您。",
    )
    is_daily = forms.ChoiceField(
        label="什么时候发",
        choices=[("", "随时发，几分钟内的合成一封"), ("daily", "攒起来，每天早上 8 点一封")],
        widget=forms.RadioSelect,
        required=False,
    )
    seen = seen_field()

    def __init__(self, *args: Any, choice: MessageChoice, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "kinds": [kind for kind, _ in _BY_CHOICE if kind not in choice.unwanted],
            "is_daily": "daily" if choice.is_daily else "",
            "seen": choice.revision,
        }
        super().__init__(*args, **kwargs)

    def given(self) -> dict[str, Any]:
        """Return what was given as the act wants it."""
        wanted = self.cleaned_data["kinds"]
        return {
            "unwanted": [kind for kind, _ in _BY_CHOICE if kind not in wanted],
            "is_daily": self.cleaned_data["is_daily"] == "daily",
            "seen": self.cleaned_data["seen"],
        }


class MessageFilter(forms.Form):
    """Which of one's messages are asked for; a value that is not offered is left out."""

    kind = forms.ChoiceField(
        label="哪一类",
        choices=[("", "全部"), *MessageKind.choices],
        required=False,
        widget=forms.Select(_SELECT),
    )
    state = forms.ChoiceField(
        label="怎么样了",
        choices=[("", "全部"), *MessageState.choices],
        required=False,
        widget=forms.Select(_SELECT),
    )

    def wanted(self) -> Wanted:
        """Return which messages are asked for."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(kind=asked.get("kind", ""), state=asked.get("state", ""))

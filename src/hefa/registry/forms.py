"""The forms of the settings pages; what they refuse, they say in place."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hefa.core.regulation import Regulation
from hefa.people.models import Person
from hefa.registry.models import AccountKind, Mailbox, Unit

_REQUIRED = {
    forms.DateField: _("请选日期。"),
    forms.ChoiceField: _("请选一项。"),
    forms.FileField: _("请选文件。"),
}


class PlainForm(forms.Form):
    """A form in the house style: our classes on its widgets, our words on its errors."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dress()

    def dress(self) -> None:
        """Give every field its class and its words; once more after fields were added."""
        for field in self.fields.values():
            kind = "form-control"
            if isinstance(field.widget, forms.CheckboxInput | forms.RadioSelect):
                kind = "form-check-input"
            elif isinstance(field.widget, forms.Select):
                kind = "form-select"
            field.widget.attrs.setdefault("class", kind)
            words = next((said for of, said in _REQUIRED.items() if isinstance(field, of)), None)
            field.error_messages["required"] = words or _("请填写这一项。")


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    """Return a field for one day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("日期要写成 2026-11-23 这样。")},
    )


def time_field(label: Any, help_text: Any = "") -> forms.TimeField:
    """Return a field for a time of day that may stay empty."""
    return forms.TimeField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={"invalid": _("时间要写成 22:00 这样。")},
    )


def seen_field() -> forms.IntegerField:
    """Return the hidden field with the revision that the page was made from."""
    return forms.IntegerField(widget=forms.HiddenInput, initial=0)


class OrganisationForm(PlainForm):
    """本单位."""

    organisation = forms.CharField(
        label=_("单位全称"), max_length=80, help_text=_("印在审核单上，和公章一致。")
    )
    short_name = forms.CharField(
        label=_("简称"), max_length=40, help_text=_("显示在每一页的左上角。")
    )
    issued_on = day_field(_("制度印发之日"), _("制度从这一天起施行，各项期限从这天算起。"))
    own_numbers = forms.CharField(
        label=_("对外电话"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行写一个。稿件里写这些号码，机审不会当成个人手机号提醒。"),
    )
    quiet_from = time_field(_("不发布的时段，从"), _("夜里不打扰居民，如 22:00。紧急的不受限。"))
    quiet_until = time_field(_("到"), _("如 7:00。两格都空着就不限时。"))
    seen = seen_field()

    def clean(self) -> dict[str, Any]:
        """Return what was given; quiet hours need both ends."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        ends = [given.get("quiet_from"), given.get("quiet_until")]
        if ends.count(None) == 1 and not {"quiet_from", "quiet_until"} & set(self.errors):
            empty = "quiet_from" if ends[0] is None else "quiet_until"
            self.add_error(empty, _("时段要写两头。不限时就都空着。"))
        return given

    def clean_own_numbers(self) -> list[str]:
        """Return the numbers, one from each line."""
        lines = str(self.cleaned_data["own_numbers"]).splitlines()
        return [line.strip() for line in lines if line.strip()]


class AppointmentForm(PlainForm):
    """A post, the unit it is held in, and its first day."""

    post = forms.ChoiceField(label=_("岗位"))
    unit = forms.ModelChoiceField(
        label=_("所在单位"), queryset=Unit.objects.filter(is_active=True), empty_label=_("请选")
    )
    is_deputy = forms.BooleanField(label=_("副岗（正岗不在时顶岗）"), required=False)
    starts_on = day_field(_("任职第一天"))

    def __init__(self, *args: Any, regulation: Regulation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = regulation.posts if regulation else ()
        self.fields["post"] = forms.ChoiceField(
            label=_("岗位"),
            choices=[("", _("请选")), *((post.key, post.label) for post in posts)],
            error_messages={"required": _("请选一项。")},
            widget=forms.Select(attrs={"class": "form-select"}),
        )


class EndForm(PlainForm):
    """The last day of an appointment."""

    ends_on = day_field(_("任职最后一天"), _("过了这一天，这个岗位的事就不归这个人办。"))


class AccountForm(PlainForm):
    """公众号; the secret is written, never read back."""

    name = forms.CharField(label=_("公众号名称"), max_length=60)
    wechat_id = forms.CharField(
        label=_("微信号"),
        max_length=40,
        help_text=_("公众平台“设置与开发—公众号设置”里能看到。"),
        validators=[RegexValidator(r"^[A-Za-z0-9_-]+$", _("微信号只有字母、数字和横线。"))],
    )
    kind = forms.ChoiceField(label=_("类型"))
    is_verified = forms.BooleanField(label=_("已完成微信认证"), required=False)
    appid = forms.CharField(label=_("开发者 ID（AppID）"), max_length=40)
    secret = forms.CharField(
        label=_("开发者密码（AppSecret）"),
        max_length=128,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    seen = seen_field()

    def __init__(self, *args: Any, is_demo: bool, has_secret: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [entry for entry in AccountKind if is_demo or entry != AccountKind.SANDBOX]
        self.fields["kind"] = forms.ChoiceField(
            label=_("类型"),
            choices=[("", _("请选")), *((kind.value, kind.label) for kind in kinds)],
            error_messages={"required": _("请选一项。")},
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields["secret"].required = not has_secret
        self.fields["secret"].help_text = (
            _("已经填过，不再显示。不换就空着。") if has_secret else _("加密保存，以后不再显示。")
        )


class UnitForm(PlainForm):
    """单位."""

    name = forms.CharField(label=_("名称"), max_length=40)
    is_active = forms.BooleanField(label=_("在用"), required=False, initial=True)
    seen = seen_field()


class ColumnForm(PlainForm):
    """栏目."""

    name = forms.CharField(
        label=_("名称"),
        max_length=40,
        help_text=_("栏目的增减和改名，先办栏目变动审核单。"),  # 12(5)
    )
    update_cycle_days = forms.IntegerField(
        label=_("多少天内要更新一次"),
        min_value=1,
        max_value=365,
        error_messages={
            "invalid": _("请填天数，如 30。"),
            "min_value": _("至少 1 天。"),
            "max_value": _("最多 365 天。"),
        },
    )
    is_open = forms.BooleanField(label=_("启用"), required=False, initial=True)
    seen = seen_field()


class BackupForm(PlainForm):
    """Where the backups go."""

    path = forms.CharField(
        label=_("备份文件夹"),
        max_length=255,
        help_text=_("写完整位置，如 /media/backup。最好在移动硬盘或另一台电脑上。"),
    )


def _witness(label: Any) -> "forms.ModelChoiceField[Person]":
    return forms.ModelChoiceField(label=label, queryset=Person.objects.none(), required=False)


class WitnessesForm(PlainForm):
    """Up to three people who get the ledger's checkpoint by mail every day."""

    first = _witness(_("第一位"))
    second = _witness(_("第二位"))
    third = _witness(_("第三位"))

    def __init__(self, *args: Any, named: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reached = Person.objects.filter(is_active=True).exclude(mail="")
        choices = Person.objects.filter(Q(pk__in=reached) | Q(pk__in=[one.pk for one in named]))
        for field, person in zip_longest(self.fields.values(), named):
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # for the type checker
            field.queryset = choices
            field.empty_label = _("不选")
            field.initial = person

    def people(self) -> list[Person]:
        """Return who was chosen, in order."""
        return [person for person in self.cleaned_data.values() if person is not None]


class MailboxForm(PlainForm):
    """The mailbox whose mails become drafts; its password is written, never read back."""

    is_on = forms.BooleanField(label=_("收信"), required=False, initial=True)
    address = forms.EmailField(
        label=_("收稿邮箱"),
        help_text=_("供稿人把信发到这里。最好单独开一个，只用来收稿。"),
        error_messages={"invalid": _("邮箱写得不对，请写成 name@example.com 这样。")},
    )
    host = forms.CharField(
        label=_("收信服务器（IMAP）"),
        max_length=120,
        help_text=_("邮箱服务商会写明，如 imap.example.com。"),
    )
    port = forms.IntegerField(
        label=_("端口"),
        min_value=1,
        max_value=65535,
        initial=993,
        help_text=_("一般是 993，只用加密连接。"),
        error_messages={
            "invalid": _("请填数字，如 993。"),
            "min_value": _("请填 1 到 65535 的数字。"),
            "max_value": _("请填 1 到 65535 的数字。"),
        },
    )
    user = forms.CharField(
        label=_("登录名"), max_length=120, required=False, help_text=_("和收稿邮箱一样就空着。")
    )
    secret = forms.CharField(
        label=_("密码或授权码"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    folder = forms.CharField(
        label=_("文件夹"), max_length=120, initial="INBOX", help_text=_("收件箱写 INBOX。")
    )
    authserv_id = forms.CharField(
        label=_("核验方名称"),
        max_length=120,
        required=False,
        help_text=_(
            "收到的信，原文里 Authentication-Results 后面的第一个名字，如 mx.example.com。"
            "填了，就只收服务商核验过的信。"
        ),
    )
    asks_token = forms.BooleanField(label=_("主题里要写一次性口令"), required=False)
    seen = seen_field()

    def __init__(self, *args: Any, mailbox: Mailbox | None, **kwargs: Any) -> None:
        if mailbox is not None:
            names = [name for name in self.base_fields if name not in ("secret", "seen")]
            initial = {name: getattr(mailbox, name) for name in names}
            kwargs["initial"] = {**initial, "seen": mailbox.revision}
        super().__init__(*args, **kwargs)
        has_secret = mailbox is not None and bool(mailbox.secret_sealed)
        self.fields["secret"].required = not has_secret
        self.fields["secret"].help_text = (
            _("已经填过，不再显示。不换就空着；换了服务器或登录名要重填。")
            if has_secret
            else _("加密保存，以后不再显示。很多邮箱要先打开 IMAP，再用授权码代替密码。")
        )

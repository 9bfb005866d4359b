"""The forms on which a person is entered and described."""

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from hefa.registry.forms import PlainForm, seen_field


class PersonForm(PlainForm):
    """A person's name and how to reach them."""

    display_name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("手机"), max_length=20, required=False)
    mail = forms.EmailField(
        label=_("邮箱"),
        required=False,
        help_text=_("到期提醒发到这里。"),
        error_messages={"invalid": _("邮箱写得不对，请写成 name@example.com 这样。")},
    )
    wechat_name = forms.CharField(
        label=_("个人微信号"),
        max_length=40,
        required=False,
        help_text=_("发布前的预览发到这个微信。要先关注本公众号。"),
        validators=[RegexValidator(r"^[A-Za-z0-9_-]+$", _("微信号只有字母、数字和横线。"))],
    )
    seen = seen_field()


class NewPersonForm(PersonForm):
    """A person who is entered for the first time, with the name to sign in by."""

    username = forms.CharField(
        label=_("登录名"),
        min_length=2,
        max_length=40,
        help_text=_("拼音、字母或数字，登录时用，以后不能改。"),
        validators=[
            RegexValidator(r"^[A-Za-z0-9._-]+$", _("登录名只能用字母、数字、点和横线。")),
        ],
        error_messages={"min_length": _("登录名至少 2 个字符。")},
    )
    field_order = ("display_name", "username", "phone", "mail", "wechat_name", "seen")

"""The form of what is known of a second submission."""

from django import forms

from hefa.registry.forms import PlainForm, seen_field


class ResubmissionForm(PlainForm):
    """Whether WeChat refuses the account a second submission of a draft, and how it is known."""

    is_refused = forms.BooleanField(label="试过了：同一份草稿，微信不收第二次提交", required=False)
    words = forms.CharField(
        label="怎么知道的",
        max_length=200,
        error_messages={"required": "请写明是怎么知道的，比如哪天试过、微信怎么答复。"},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = seen_field()

"""The form of the holding answer."""

from django import forms

from hefa.registry.forms import PlainForm


class HoldingForm(PlainForm):
    """What whoever writes to the account is answered; empty ends it."""

    text = forms.CharField(
        label="临时答复",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="突发事件期间用。设好后，给公众号留言的人都会收到这段话；清空就停止。",
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

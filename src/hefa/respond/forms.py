"""Forms of responding: report, note a step, close, stop publishing."""

from typing import Any

from django import forms

from hefa.respond.changes import StepKind

_AREA = {"class": "form-control", "rows": 3}
MISSING = "请写明情况。"
OTHER = "other"
CAUSES = {
    "changed": "内容被改",
    "leaked": "泄露个人信息",
    "intruder": "陌生人登录",
    OTHER: "其他",
}


class ReportForm(forms.Form):
    """What a person reports, and whether it is a drill."""

    title = forms.CharField(
        label="出了什么事",
        max_length=60,
        widget=forms.TextInput(attrs={"class": "form-control"}),
        error_messages={"required": "请用一句话说出了什么事。"},
    )
    words = forms.CharField(
        label="详细情况",
        max_length=500,
        help_text="在哪里看到的、影响谁、已经做了什么。",
        widget=forms.Textarea(attrs=_AREA),
        error_messages={"required": MISSING},
    )
    is_drill = forms.BooleanField(
        label="这是演练",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class StepForm(forms.Form):
    """What was done about an incident."""

    kind = forms.ChoiceField(
        label="记什么",
        choices=(
            (StepKind.ACTION.value, "处置：做了一件事"),
            (StepKind.RESTORED.value, "已修复：恢复正常了"),
            (StepKind.NOTE.value, "备注：只是记一笔"),
        ),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "请选记的是什么。", "invalid_choice": "请选记的是什么。"},
    )
    words = forms.CharField(
        label="写明情况",
        max_length=500,
        widget=forms.Textarea(attrs=_AREA),
        error_messages={"required": MISSING},
    )


class CloseForm(forms.Form):
    """What came of an incident."""

    words = forms.CharField(
        label="结果",
        max_length=500,
        help_text="原因是什么、怎么处理的、以后怎么防。",
        widget=forms.Textarea(attrs=_AREA),
        error_messages={"required": MISSING},
    )


class HaltForm(forms.Form):
    """Why publishing stops; without script the tick is the second step."""

    cause = forms.ChoiceField(
        label="为什么停",
        choices=tuple(CAUSES.items()),
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "请选为什么停。", "invalid_choice": "请选为什么停。"},
    )
    words = forms.CharField(
        label="补充说明",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    sure = forms.BooleanField(
        label="我确认停止发布",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input", "data-hold-tick": ""}),
    )

    def clean(self) -> dict[str, Any]:
        """Return the reason in one sentence as `reason`, or say what is missing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        cause, words = given.get("cause", ""), given.get("words", "").strip()
        if cause == OTHER and not words:
            self.add_error("words", "选“其他”要写明原因。")
        if self.data.get("tick") and not given.get("sure"):
            self.add_error("sure", "请先打勾，再停止发布。")
        label = CAUSES.get(cause, "")
        return {**given, "reason": f"{label}：{words}" if words else label}

"""Forms for writing: a file or pasted text, and the fields of a version."""

from typing import TYPE_CHECKING, Any

from django import forms

from hefa.collect.change_words import MANNERS
from hefa.collect.models import Version
from hefa.collect.stated import questions
from hefa.core.document import normalise_typed
from hefa.core.errors import Refused
from hefa.core.package import Kind
from hefa.core.regulation import Regulation
from hefa.registry.models import Column, Unit
from hefa.render.themes import choices
from hefa.ui.words import reason_sentence, sentence

if TYPE_CHECKING:
    VersionModelForm = forms.ModelForm[Version]
else:
    VersionModelForm = forms.ModelForm


ACCEPTED = ".docx,.doc,.wps,.rtf,.odt,.pdf,.md,.markdown,.txt"


class WordForm(forms.Form):
    """A file, or text that was pasted, and the unit it is for."""

    file = forms.FileField(
        label="Word 文件，或别的文件",
        required=False,
        help_text=(
            "Word 和 WPS 的文件都行，也可以是 .rtf、.odt、.md、.txt，最大 50 MB。PDF 只取文字。"
        ),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ACCEPTED}),
        error_messages={"empty": "这个文件是空的，请换一个。"},
    )
    text = forms.CharField(
        label="没有文件，就把文字粘贴在这里",
        required=False,
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 5}),
    )
    unit = forms.ModelChoiceField(
        label="报送单位",
        queryset=Unit.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *arguments: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*arguments, **options)
        chosen = self.fields["unit"]
        assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101  # declared above
        chosen.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if len(units) == 1:
            chosen.initial = units[0]

    def clean(self) -> dict[str, Any]:
        """Return the values; one of file and text is needed, and a file counts first."""
        values = self.cleaned_data
        if not values.get("file") and not values.get("text") and "file" not in self.errors:
            self.add_error("file", "请先选一个文件，或者粘贴文字。")
        return values


class DocumentField(forms.JSONField):
    """A document as JSON; nesting without end is as wrong as no JSON at all."""

    def to_python(self, value: Any) -> Any:
        """Return the value that the text `value` stands for."""
        try:
            return super().to_python(value)
        except RecursionError:
            raise forms.ValidationError(sentence("core.document_malformed")) from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Return what the page shows again: what was sent, readable or not."""
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return forms.fields.InvalidJSONInput(data)


class YesOrNo(forms.TypedChoiceField):
    """A yes or no as two sentences to choose from; nothing chosen means no."""

    def __init__(self, *, no: str, yes: str, **options: Any) -> None:
        super().__init__(
            choices=[(False, no), (True, yes)],
            coerce=lambda value: value == "True",
            required=False,
            **options,
        )

    def clean(self, value: Any) -> bool:
        """Return what was chosen."""
        return super().clean(value) is True


class VersionForm(VersionModelForm):
    """Everything a contributor says about a version; the rest Hefa knows by itself."""

    document = DocumentField(widget=forms.HiddenInput)
    lock = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.ChoiceField(
        label="信息类别", required=False, widget=forms.Select(attrs={"class": "form-select"})
    )
    theme = forms.ChoiceField(
        label="版式",
        required=False,
        choices=[("", "按信息类别自动选"), *choices()],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    mass_send = YesOrNo(
        label="怎么发",
        no="只发布，不通知读者",
        yes="群发，通知全部读者",
        help_text="群发一天一次，要认证的公众号；平时选只发布。",
    )
    comments = YesOrNo(label="留言", no="不开放", yes="开放")

    class Meta:
        model = Version
        fields = (
            "title",
            "category",
            "column",
            "purpose",
            "audience",
            "signed_author",
            "digest",
            "contact",
            "source_name",
            "source_url",
            "planned_at",
            "notice_until",
            "mass_send",
            "comments",
            "theme",
            "document",
        )
        widgets = {
            "planned_at": forms.DateTimeInput(
                attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
            ),
            "notice_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "digest": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {"column": "栏目"}
        help_texts = {
            "digest": "读者在列表里先看到的话，最多 120 字。",
            "contact": "审核人联系您用，不会公开。",
            "planned_at": "不填就由平台管理员安排。",
            "notice_until": "只有公示要填，到期自动撤下。",
        }

    def __init__(self, *arguments: Any, regulation: Regulation | None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        kinds = regulation.categories if regulation else ()
        category = self.fields["category"]
        column = self.fields["column"]
        assert isinstance(category, forms.ChoiceField)  # noqa: S101  # declared above
        assert isinstance(column, forms.ModelChoiceField)  # noqa: S101  # a foreign key
        category.choices = [("", "请选择"), *((kind.key, kind.label) for kind in kinds)]
        column.queryset = Column.objects.filter(is_open=True)
        column.empty_label = "请选择"
        if self.instance.manuscript.kind == Kind.CORRECTION:
            self._ask_about_correction()
        asked = dict(questions(self.instance, regulation))
        self.fields.update(asked)
        self._asked = tuple(asked)
        for name, field in self.fields.items():
            if name not in ("document", "lock"):
                is_choice = isinstance(field, forms.ChoiceField)
                field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    @property
    def stated(self) -> list[forms.BoundField]:
        """What the regulation's form asks about the content."""
        return [self[name] for name in self._asked]

    def _ask_about_correction(self) -> None:
        """Ask how and why, as a correction needs."""
        change = self.instance.change
        self.fields["manner"] = forms.ChoiceField(
            label="怎么改",
            required=False,
            choices=[("", "请选择"), *MANNERS],
            initial=change.get("manner", ""),
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        self.fields["reason"] = forms.CharField(
            label="更正的理由",
            required=False,
            max_length=300,
            initial=change.get("reason", ""),
            help_text="错在哪里，怎么发现的。记入台账。",
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean_document(self) -> dict[str, Any]:
        """Return the document in normal form, or say what cannot stand in it."""
        try:
            return normalise_typed(self.cleaned_data["document"])
        except Refused as refused:
            raise forms.ValidationError(reason_sentence(refused.reasons[0])) from None

    def saved_fields(self) -> dict[str, Any]:
        """Return the cleaned values of the version's own fields."""
        values = {name: self.cleaned_data[name] for name in self.Meta.fields}
        if self.instance.manuscript.kind == Kind.CORRECTION:
            told = {name: self.cleaned_data[name].strip() for name in ("manner", "reason")}
            values["change"] = {**self.instance.change, **told}
        if self._asked:
            said = {
                name: self.cleaned_data[name].strip() for name in self._asked if name in self.data
            }
            values["stated"] = {**self.instance.stated, **said}
        return values

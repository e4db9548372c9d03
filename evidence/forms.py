"""Shape of what people hand in about evidence; nothing here decides."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from evidence.states import Choice
from records.forms import SigningForm

REASON_ROWS = {"rows": 2}
LONGEST_REASON = 2000


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; an empty file passes, so that its refusal names the cure."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        given = [file for file in files if file]
        if not given:
            raise forms.ValidationError("Choose the filled workbook or CSV bundle and the documents it names.")
        return list(given)


class UploadForm(forms.Form):
    """The workbook and its documents, and from the second version on what changed."""

    files = FilesField(  # type: ignore[assignment]  # the form's field; Django's own `files` are set per form
        label="Workbook and documents",
        help_text="The filled workbook (.xlsx) or CSV bundle (.zip), and the documents that it lists: PDF, images.",
    )
    reason = forms.CharField(
        label="What changed since the last version",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(REASON_ROWS),
    )

    def __init__(self, *args: Any, version: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version == 1:
            del self.fields["reason"]


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))


class RemarkForm(forms.Form):
    """A step that takes a remark."""

    reason = forms.CharField(
        label="Remark", required=False, max_length=LONGEST_REASON, widget=forms.Textarea(REASON_ROWS)
    )


class DecisionForm(ReasonForm):
    """What a reviewer makes of an exception."""

    choice = forms.ChoiceField(
        choices=Choice.choices, label="Decision", initial=Choice.ACCEPTED, widget=forms.RadioSelect
    )
    field_order = ("choice", "reason")


class AttestForm(SigningForm):
    """CMO quality signs that the pack is complete."""


class WaiverForm(forms.Form):
    """What is to be waived: for the lot or its product, until when, and why."""

    scope = forms.ChoiceField(
        label="For", choices=[("lot", "This lot"), ("product", "Every lot of this product")], widget=forms.RadioSelect
    )
    valid_until = forms.DateField(
        label="Until the end of", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), help_text="UTC day"
    )
    why = forms.CharField(label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))


class SignWaiverForm(SigningForm):
    """The same values as they were shown, with the signature."""

    scope = forms.ChoiceField(choices=[("lot", ""), ("product", "")], widget=forms.HiddenInput)
    valid_until = forms.DateField(widget=forms.HiddenInput)
    why = forms.CharField(max_length=LONGEST_REASON, widget=forms.HiddenInput)

"""Shape of what is uploaded about standing facts; nothing here decides."""

from typing import Any

from django import forms

from records.forms import SigningForm

LARGEST = 2_000_000
"""Bytes of a CSV file: some ten thousand rows."""
LARGEST_WORKBOOK = 10 * 2**20


class StandingFileForm(forms.Form):
    """A spreadsheet saved as CSV, and why it is recorded."""

    file = forms.FileField(label="CSV file", widget=forms.FileInput({"accept": ".csv"}))
    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea({"rows": 2}))

    def clean_file(self) -> str:
        file: Any = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 2 MB. Split it.")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("Save the spreadsheet as CSV in UTF-8; this file is something else.") from None


class WorkbookForm(forms.Form):
    """The filled workbook, and why it is brought."""

    file = forms.FileField(label="Filled workbook", max_length=200, widget=forms.FileInput({"accept": ".xlsx"}))
    reason = forms.CharField(
        label="Where it comes from",
        max_length=2000,
        help_text="For example: taken over from MMR-0417 v3 on paper.",
        widget=forms.Textarea({"rows": 2}),
    )

    def clean_file(self) -> Any:
        """Its name, its bytes."""
        file: Any = self.cleaned_data["file"]
        if file.size > LARGEST_WORKBOOK:
            raise forms.ValidationError("The workbook is larger than 10 MB. Split it.")
        return str(file.name), bytes(file.read())


class BaselineSigningForm(SigningForm):
    """Signing the approval of first versions."""


class CorrectedDayForm(forms.Form):
    """The day on which a version really began."""

    valid_from = forms.DateField(label="Really valid from", widget=forms.DateInput({"type": "date"}))


class CorrectionSigningForm(SigningForm):
    """Signing a correction: why it was recorded wrongly must be said."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea({"rows": 2}))


class ReasonForm(forms.Form):
    """Why a draft is withdrawn."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea({"rows": 3}))

"""Shape of what is uploaded about standing facts; nothing here decides."""

from typing import Any

from django import forms

LARGEST = 2_000_000
"""Bytes of a CSV file: some ten thousand rows."""


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

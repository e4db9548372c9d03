"""What is typed on pages that cross apps."""

from typing import Any

from django import forms

LARGEST_PDF = 50 * 1024 * 1024


class SearchForm(forms.Form):
    """The words of the search; numbers are found by how they begin."""

    q = forms.CharField(label="Search", max_length=80, required=False)


class VerifyForm(forms.Form):
    """A sealed PDF, or its report number or SHA-256."""

    file = forms.FileField(label="PDF file", required=False, widget=forms.FileInput({"accept": ".pdf"}))
    number = forms.RegexField(
        r"(?i)^\s*([0-9a-f]{64}|LD-[0-9a-f]{12})\s*$",
        label="or its number, or its SHA-256",
        required=False,
        help_text="The number stands at the top of every page, as LD-712C326544AE.",
        error_messages={"invalid": "A number is LD- and 12 figures or letters to F; a SHA-256 has 64 of them."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("number"):
            raise forms.ValidationError("Choose a PDF file, or type its number or SHA-256.")
        if cleaned.get("file") and cleaned["file"].size > LARGEST_PDF:
            self.add_error("file", "The file is larger than 50 MB.")
        return cleaned

"""What is typed on pages that cross apps."""

from typing import Any

from django import forms

LARGEST_PDF = 100 * 1024 * 1024


class SearchForm(forms.Form):
    """The words of the search; numbers are found by how they begin."""

    q = forms.CharField(label="Search", max_length=80, required=False)


class VerifyForm(forms.Form):
    """A sealed PDF, or the SHA-256 that stands beside it."""

    file = forms.FileField(label="PDF file", required=False, widget=forms.FileInput({"accept": ".pdf"}))
    sha256 = forms.RegexField(
        r"^\s*[0-9a-fA-F]{64}\s*$",
        label="or its SHA-256",
        required=False,
        help_text="64 figures and letters, as printed on the cover page’s copy.",
        error_messages={"invalid": "A SHA-256 has 64 figures and letters from a to f."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("sha256"):
            raise forms.ValidationError("Choose a PDF file, or type its SHA-256.")
        if cleaned.get("file") and cleaned["file"].size > LARGEST_PDF:
            self.add_error("file", "The file is larger than 100 MB.")
        return cleaned

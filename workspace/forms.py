"""What is typed on pages that cross apps."""

from datetime import date, timedelta
from typing import Any

from django import forms

from parties.forms import ProofForm
from records.forms import SigningForm
from workspace.queries.search import Facets
from workspace.states import Kind

UNREADABLE_NUMBER = "A number is two letters, a hyphen and 12 figures or letters to F; a SHA-256 has 64 of them."
LARGEST_PDF = 50 * 1024 * 1024


class BatchForm(ProofForm):
    """One proof and one remark for all the records on the page."""

    reason = forms.CharField(
        label="Reason or remark", required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )


class SearchForm(forms.Form):
    """The words of the search, and what narrows it."""

    q = forms.CharField(label="Search", max_length=200, required=False)
    kind = forms.ChoiceField(choices=[("", "Everything"), *Kind.choices], required=False)
    holder = forms.UUIDField(label="Partnership", required=False)
    product = forms.UUIDField(required=False)
    state = forms.SlugField(max_length=24, required=False)
    year = forms.IntegerField(min_value=2001, max_value=9998, required=False)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label="Until", required=False, widget=forms.DateInput({"type": "date"}))

    def facets(self) -> Facets:
        """What was chosen; a year is its first to its last day, “until” is its whole day."""
        chosen = self.cleaned_data
        since, until = chosen["since"], chosen["until"]
        if chosen["year"]:
            since, until = date(chosen["year"], 1, 1), date(chosen["year"], 12, 31)
        ends = until + timedelta(days=1) if until and until < date.max else until
        return Facets(chosen["kind"], chosen["holder"], chosen["product"], chosen["state"], since, ends)


class BaselineForm(forms.Form):
    """Two days: of which the baseline is asked, and as known at the end of which."""

    on = forms.DateField(label="In force on", widget=forms.DateInput({"type": "date"}))
    known = forms.DateField(label="As known on", required=False, widget=forms.DateInput({"type": "date"}))


class AgainstForm(forms.Form):
    """The other version of the same master."""

    against = forms.ChoiceField(label="Against")

    def __init__(self, data: Any, *, others: list[Any]) -> None:
        super().__init__(data)
        self.others = {str(row.pk): row for row in others}
        self.fields["against"].choices = [  # type: ignore[attr-defined]  # a choice field
            (key, f"{row}, corrected {row.recorded_until:%Y-%m-%d}" if row.recorded_until else str(row))
            for key, row in self.others.items()
        ]

    def chosen(self) -> Any:
        """The other version; None where none was chosen, or one that is not offered."""
        return self.others[self.cleaned_data["against"]] if self.is_valid() else None


class SaveSearchForm(forms.Form):
    """A name for a search, and the address's query."""

    name = forms.CharField(max_length=80)
    query = forms.CharField(max_length=600, widget=forms.HiddenInput())


class VerifyForm(forms.Form):
    """A sealed PDF, or its report number or SHA-256."""

    file = forms.FileField(label="PDF file", required=False, widget=forms.FileInput({"accept": ".pdf"}))
    number = forms.RegexField(
        r"(?i)^\s*([0-9a-f]{64}|[a-z]{2}-[0-9a-f]{12})\s*$",
        label="or its number, or its SHA-256",
        required=False,
        help_text="The number stands at the top of every page, as LD-712C326544AE.",
        error_messages={
            "invalid": "A number is two letters, a hyphen and 12 figures or letters to F; a SHA-256 has 64 of them."
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not cleaned.get("number"):
            raise forms.ValidationError("Choose a PDF file, or type its number or SHA-256.")
        if cleaned.get("file") and cleaned["file"].size > LARGEST_PDF:
            self.add_error("file", "The file is larger than 50 MB.")
        return cleaned


class CompanyKeyForm(forms.Form):
    """A countersigning key that the company keeps itself."""

    public_key = forms.CharField(
        label="Public key", max_length=64, help_text="Ed25519, 32 bytes as 64 hexadecimal figures."
    )
    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea({"rows": 2}))


class AskForm(forms.Form):
    """What an auditor asks for, of which company, by which day."""

    words = forms.CharField(
        label="What you ask for", max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text="One document or record a request, so that each has its own answer.",
    )  # fmt: skip
    side = forms.ChoiceField(label="Of", choices=[("cmo", "the contract manufacturer"), ("sponsor", "the sponsor")])
    due_on = forms.DateField(label="To be answered by the end of", widget=forms.DateInput({"type": "date"}))


class AnswerForm(forms.Form):
    """The words of an answer, with a record or a file where there is one."""

    words = forms.CharField(label="Answer", max_length=4000, widget=forms.Textarea({"rows": 3}))
    record = forms.CharField(
        label="Number of the lot or event that answers it", max_length=60, required=False,
        help_text="One that the auditor’s access shows.",
    )  # fmt: skip
    file = forms.FileField(label="Or a file", required=False)


class LiftForm(SigningForm):
    """A hold is lifted for a reason."""

    reason = forms.CharField(label="Reason or remark", max_length=2000, widget=forms.Textarea({"rows": 2}))


class DeclineForm(forms.Form):
    """Why a request is not answered."""

    words = forms.CharField(label="Why not", max_length=4000, widget=forms.Textarea({"rows": 3}))

"""The forms of an agreement, a version with all its clauses, a reason, a signature."""

from collections.abc import Iterable
from typing import Any

from django import forms

from agreements.actions import ClauseDraft
from agreements.forms.catalogue import CLAUSE_FORMS
from agreements.forms.clauses import ClauseForm
from agreements.models import Clause
from agreements.states import NEEDED
from records.forms import SigningForm

STARTING_NUMBERS = {
    "release_pattern": "3.1",
    "evidence": "4.1",
    "notification": "5.1",
    "event_approval": "5.2",
    "review": "6.1",
    "change": "7.1",
    "waiver": "9.1",
    "containment": "5.3",
    "pause": "9.2",
    "investigation": "5.4",
    "complaint": "5.5",
    "purpose": "1.1",
    "definitions": "1.2",
    "quality_unit": "2.1",
    "facilities": "2.2",
    "materials": "2.3",
    "product_specific": "3.2",
    "laboratory": "2.4",
    "documentation": "4.2",
    "data_integrity": "4.3",
    "recall": "8.1",
    "reserve_samples": "2.5",
    "label_ownership": "7.2",
    "subcontracting": "7.3",
    "audit_right": "8.2",
    "retention_exit": "8.3",
    "dispute": "8.4",
    "termination": "8.5",
}


def _day(label: str, *, required: bool, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class VersionForm(forms.Form):
    """The period of a version."""

    effective_from = _day("Effective from", required=True)
    effective_until = _day("Ends on", required=False, help_text="Leave empty for an agreement without an end.")


class AgreementForm(VersionForm):
    """A new agreement: with whom, on what."""

    partnership = forms.ChoiceField(label="Partner")
    number = forms.CharField(label="Number", max_length=40)
    title = forms.CharField(label="Title", max_length=200)
    product_group = forms.CharField(
        label="Product group", max_length=80, help_text="One agreement covers a product group."
    )
    field_order = ["partnership", "number", "title", "product_group", "effective_from", "effective_until"]

    def __init__(self, *args: Any, partners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership"].choices = partners  # type: ignore[attr-defined]  # a choice field


class VersionForms:
    """The period and a form a clause, valid or shown again together."""

    def __init__(
        self,
        data: Any,
        *,
        clauses: Iterable[Clause] = (),
        period: VersionForm | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.period = period or VersionForm(data, initial=initial)
        self.stored = {clause.kind: clause for clause in clauses}
        self.clauses = [self._clause(kind, form, data) for kind, form in CLAUSE_FORMS.items()]

    def _clause(self, kind: str, form: type[ClauseForm], data: Any) -> ClauseForm:
        stored = self.stored.get(kind)
        if stored is not None:
            initial = form.shown(stored.number, stored.title, stored.parameters)
        else:
            initial = {"number": STARTING_NUMBERS[kind], "title": form.kind.label}
        return form(data, prefix=kind, initial=initial)

    @property
    def needed(self) -> list[ClauseForm]:
        """The clauses that every agreement has."""
        return [form for form in self.clauses if form.kind in NEEDED]

    @property
    def further(self) -> list[tuple[ClauseForm, bool]]:
        """The clauses that an agreement may go without, each with whether it is there already."""
        return [(form, form.kind in self.stored) for form in self.clauses if form.kind not in NEEDED]

    def is_valid(self) -> bool:
        """Every form is asked, so that every mistake is shown at once."""
        answers = [form.is_valid() for form in (self.period, *self.clauses)]
        return all(answers)

    def drafts(self) -> list[ClauseDraft]:
        return [form.draft() for form in self.clauses if form.is_stated]

    def changes(self) -> list[ClauseDraft]:
        """The clauses that differ from the stored ones."""
        return [draft for draft in self.drafts() if not self._is_stored(draft)]

    def _is_stored(self, draft: ClauseDraft) -> bool:
        stored = self.stored.get(draft.kind)
        if stored is None:
            return False
        return (stored.number, stored.title, stored.parameters) == (draft.number, draft.title, draft.parameters)


class ReasonForm(forms.Form):
    """Why it is withdrawn or taken back."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea({"rows": 3}))


class RedlineForm(forms.Form):
    """Which two versions are compared."""

    old = forms.TypedChoiceField(label="From", coerce=int)
    new = forms.TypedChoiceField(label="To", coerce=int)

    def __init__(self, *args: Any, numbers: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(number, f"v{number}") for number in numbers]
        for name in ("old", "new"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


class AgreementSigningForm(SigningForm):
    """Signing a version for one's own side."""

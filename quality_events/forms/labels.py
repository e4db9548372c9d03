"""What people type about a label incident."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from quality_events.models import EventDocument
from quality_events.states import LabelFault


class FaultForm(forms.Form):
    """What was wrong with the label."""

    fault = forms.ChoiceField(choices=LabelFault.choices, label="What was wrong")


class HazardForm(forms.Form):
    """Who could be hurt, how gravely, how likely."""

    hazard = forms.CharField(
        max_length=20_000, widget=forms.Textarea({"rows": 3}), label="Health-hazard evaluation",
        help_text="Who could be hurt, how gravely, how likely; 21 CFR 7.41.",
    )  # fmt: skip


class DestructionForm(forms.Form):
    """Which labels are gone, who saw it, the certificate."""

    label_lot = forms.CharField(max_length=80, label="Label lot or roll")
    quantity = forms.IntegerField(min_value=1, max_value=2_000_000_000, label="Labels destroyed")
    destroyed_on = forms.DateField(label="On", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    operator = forms.CharField(max_length=120, label="Destroyed by")
    witness = forms.CharField(max_length=120, label="Witnessed by")
    certificate_id = forms.TypedChoiceField(coerce=UUID, required=False, empty_value=None, label="Certificate")

    def __init__(self, *args: Any, documents: Iterable[EventDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(str(row.pk), row.title) for row in documents]
        self.fields["certificate_id"].choices = [("", "Choose a document"), *chosen]  # type: ignore[attr-defined]


class NoObsoleteForm(forms.Form):
    """Why no labels are destroyed."""

    why = forms.CharField(max_length=2000, label="Why no labels are destroyed")

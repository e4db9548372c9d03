"""What people type about a result out of trend."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from quality_events.models import EventDocument


class EvaluationForm(forms.Form):
    """What was looked at, and what proves an error of the laboratory."""

    evaluation = forms.CharField(
        max_length=20_000, widget=forms.Textarea({"rows": 4}), label="What was looked at and found",
        help_text="In the laboratory: sample, standard, instrument, calculation. In production: materials, steps, "
        "equipment, people.",
    )  # fmt: skip
    proof_id = forms.TypedChoiceField(
        coerce=UUID, required=False, empty_value=None, label="Proof of an error of the laboratory",
        help_text="One of the event’s documents.",
    )  # fmt: skip

    def __init__(self, *args: Any, documents: Iterable[EventDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(str(document.pk), document.title) for document in documents]
        self.fields["proof_id"].choices = [("", "None"), *chosen]  # type: ignore[attr-defined]

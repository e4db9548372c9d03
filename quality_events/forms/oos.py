"""What people type about an out-of-specification result."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from masters.models import SpecificationTest
from quality_events.models import MOST_RETESTS, EventDocument
from records.forms import SigningForm


class MeasuredForm(forms.Form):
    """A value, who measured it, where and when."""

    value = forms.CharField(max_length=80, label="Value", help_text="As it was read: 0.62, <0.1, ND.")
    analyst = forms.CharField(max_length=120, label="Analyst")
    laboratory = forms.CharField(max_length=200, label="Laboratory")
    tested_at = forms.DateTimeField(
        label="Tested", widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )  # fmt: skip

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        """`zone`: in which the time of the test is typed."""
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["tested_at"].help_text = f"Time in {zone.key.replace('_', ' ')}."

    def full_clean(self) -> None:
        """What is typed is read in the zone that the page names."""
        with timezone.override(self.zone):
            super().full_clean()


class InitialForm(MeasuredForm):
    """The initial result: of which test."""

    test = forms.ChoiceField(label="Test")
    field_order = ["test", "value", "analyst", "laboratory", "tested_at"]

    def __init__(self, *args: Any, tests: Iterable[SpecificationTest], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(test.code, f"{test.name}: {test.limit}") for test in tests]
        self.fields["test"].choices = [("", "Choose a test"), *chosen]  # type: ignore[attr-defined]


class ExamineForm(forms.Form):
    """Phase 1, in the laboratory."""

    finding = forms.CharField(
        max_length=20_000, widget=forms.Textarea({"rows": 3}), label="What was checked and found",
        help_text="Sample, standard, instrument, calculation, analyst.",
    )  # fmt: skip
    is_error = forms.TypedChoiceField(
        coerce=lambda text: text == "yes", label="Error of the laboratory",
        choices=[("no", "No error found"), ("yes", "Yes, proven by a document")],
    )  # fmt: skip
    proof_id = forms.TypedChoiceField(coerce=UUID, required=False, empty_value=None, label="Proof")

    def __init__(self, *args: Any, documents: Iterable[EventDocument], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(str(row.pk), row.title) for row in documents]
        self.fields["proof_id"].choices = [("", "None"), *chosen]  # type: ignore[attr-defined]


class DeclareForm(forms.Form):
    """The retests, before they are made."""

    count = forms.IntegerField(min_value=1, max_value=MOST_RETESTS, label="Retests")
    basis = forms.CharField(max_length=2000, label="Why so many, of what sample")
    second_analyst = forms.CharField(max_length=120, label="Second analyst")


class ReviewForm(forms.Form):
    """Phase 2, in production."""

    review = forms.CharField(max_length=20_000, widget=forms.Textarea({"rows": 3}), label="Review of production")


class OosSigningForm(SigningForm):
    """Signing the conclusion."""

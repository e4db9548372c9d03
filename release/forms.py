"""What is chosen and typed before a decision is signed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from lots.quantities import quantity_words
from records.forms import SigningForm
from release.states import Decision


class DecisionForm(forms.Form):
    """The choice: only decisions that are lawful for the lot exist in it (trap T1)."""

    decision = forms.ChoiceField(widget=forms.RadioSelect)
    quantity = forms.DecimalField(
        label="Quantity released",
        max_digits=14,
        decimal_places=3,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, offered: Iterable[Decision], most: Decimal, unit: str) -> None:
        super().__init__(data, initial={"quantity": f"{most.normalize():f}"})
        self.fields["decision"].choices = [(str(d), d.label) for d in offered]  # type: ignore[attr-defined]
        self.fields["quantity"].help_text = f"Only for a release: at most {quantity_words(most, unit)}."

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("decision") != Decision.RELEASE:
            cleaned["quantity"] = Decimal(0)
        return cleaned


class RestForm(forms.Form):
    """How much of what is left over is released, or rejected."""

    decision = forms.ChoiceField(widget=forms.RadioSelect)
    quantity = forms.DecimalField(
        max_digits=14,
        decimal_places=3,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, data: Any, *, offered: Iterable[Decision], most: Decimal, unit: str) -> None:
        super().__init__(data, initial={"quantity": f"{most.normalize():f}"})
        self.fields["decision"].choices = [(str(d), d.label) for d in offered]  # type: ignore[attr-defined]
        self.fields["quantity"].help_text = f"At most {quantity_words(most, unit)}; the rest of it stays to be decided."
        self.fields["quantity"].validators += [MinValueValidator(Decimal("0.001")), MaxValueValidator(most)]


class DecisionSigningForm(SigningForm):
    """The signature under a decision; whether a reason is needed is said by the rule."""


class LiftForm(forms.Form):
    """Why lots follow their pattern again."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="What was done about the cause. Both companies read it.",
    )


class VerificationForm(forms.Form):
    """What the sponsor says of a release it did not sign."""

    verb = forms.ChoiceField(
        label="The release",
        choices=[("accept", "was right: accept"), ("dispute", "was not right: dispute, and hold the lot")],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Remark",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="A dispute needs a reason. Both companies read it.",
    )


class RevocationForm(SigningForm):
    """The signature under a revocation."""

    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Both companies read it; it stands in the record.",
    )

"""Shape of what people type about returned product; nothing here decides."""

from decimal import Decimal

from django import forms

from quality_events.forms.complaints import InZone, moment, text, yes_or_no
from quality_events.states import ReturnReason, ReturnState


class ReturnForm(InZone):
    """The record of 21 CFR 111.535(b)."""

    product = forms.ChoiceField(label="Product")
    lot = forms.CharField(
        label="Lot", required=False, max_length=40,
        help_text="Leave empty when nobody can tell: then it can only be destroyed.",
    )  # fmt: skip
    quantity = forms.DecimalField(
        label="Quantity", max_digits=14, decimal_places=3, min_value=Decimal("0.001"), help_text="Packaged units."
    )
    received_at = moment("Received by your company")
    returned_by = forms.CharField(label="Who returned it", max_length=200, help_text="The customer’s name or number.")
    why = forms.ChoiceField(label="Reason of the return", choices=ReturnReason.choices)
    words = text("What the sender says")
    condition = text("Condition at receipt", "Seals, damage, storage on the way as far as it is known.", required=True)
    place = forms.CharField(label="Place of quarantine", max_length=200)

    def __init__(self, *args: object, products: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own
        self.fields["product"].choices = [("", "Choose a product"), *products]  # type: ignore[attr-defined]


class ReturnFilterForm(forms.Form):
    """Narrow the list."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any state"), *ReturnState.choices])


class ReturnReviewForm(forms.Form):
    """The material review."""

    review = text("What was examined, and found", "Identity, seals, storage, tests with their results.", required=True)
    implicates_others = yes_or_no("Other batches may be concerned", "Yes: they are investigated before the decision.")


class ConcernedForm(forms.Form):
    """Lots that the reason may concern."""

    lots = forms.CharField(
        label="Other lots that may be concerned", required=False, max_length=2000,
        widget=forms.Textarea({"rows": 2}), help_text="One lot number a line; the returned lot is always among them.",
    )  # fmt: skip


class DestructionForm(forms.Form):
    """It is gone."""

    destroyed_on = forms.DateField(label="Destroyed on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    operator = forms.CharField(label="Destroyed by", max_length=120)
    witness = forms.CharField(label="Witnessed by", max_length=120)
    certificate = forms.FileField(label="Certificate of destruction")

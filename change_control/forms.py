"""Shape of what people type about changes; nothing here decides."""

from typing import Any

from django import forms

from change_control.actions.proposing import ChangeDraft
from change_control.states import ChangeState, ChangeTrigger
from records.forms import SigningForm


def _text(label: str, help_text: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, max_length=20_000, widget=forms.Textarea({"rows": rows}))


class ChangeForm(forms.Form):
    """What changes, why, with what impact, from when."""

    product = forms.ChoiceField(label="Product")
    title = forms.CharField(label="What changes, in one line", max_length=200)
    trigger = forms.ChoiceField(label="Kind of change", choices=ChangeTrigger.choices)
    description = _text("Description", "Now and then: names, sites, values, limits.")
    justification = _text("Why it is needed")
    impact = _text("Impact", "On quality, validation, training, labels, stability, stock and work in process (ICH Q9).")
    effective_on = forms.DateField(label="Effective on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, products: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if products is None:
            del self.fields["product"]
        else:
            self.fields["product"].choices = products  # type: ignore[attr-defined]  # a choice field

    def draft(self) -> ChangeDraft:
        return ChangeDraft(**{name: value for name, value in self.cleaned_data.items() if name != "product"})


class ReasonForm(forms.Form):
    """Why it is withdrawn, or why approval is asked for."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea({"rows": 3}))


class ChangeSigningForm(SigningForm):
    """Signing the decision about a change."""


class ChangeFilterForm(forms.Form):
    """Filters of the list, kept in the address."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), ("open", "Open"), *ChangeState.choices]
    )
    trigger = forms.ChoiceField(label="Kind of change", required=False, choices=[("", "All"), *ChangeTrigger.choices])

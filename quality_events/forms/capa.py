"""What people type about corrective actions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from masters.models import Product
from parties.models import Partnership, Person
from quality_events.states import CapaSource, CapaState, EventKind, RootCause
from records.forms import SigningForm


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


def _people(people: Iterable[Person]) -> list[tuple[str, str]]:
    return [("", "Choose a colleague"), *((str(person.pk), person.name) for person in people)]


class ProposeCapaForm(forms.Form):
    """What is to be corrected for good, and what it answers."""

    field_order = ("partnership_id",)

    source = forms.ChoiceField(choices=CapaSource.choices, label="Source")
    reference = forms.CharField(
        required=False, max_length=200, label="Finding or chart", help_text="Where no event stands for it."
    )
    title = forms.CharField(max_length=200, label="What is corrected, in one line")
    problem = forms.CharField(max_length=20_000, widget=forms.Textarea({"rows": 3}), label="The problem")


class ProposeNewCapaForm(ProposeCapaForm):
    """From the list: for which partners, and which events it answers if any."""

    partnership_id = forms.TypedChoiceField(coerce=UUID, label="Partners")
    events = forms.CharField(
        required=False, max_length=2000, label="Events that it answers", help_text="Their numbers, with commas between."
    )

    def __init__(self, *args: Any, partnerships: Iterable[Partnership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership_id"].choices = [(str(row.pk), str(row)) for row in partnerships]  # type: ignore[attr-defined]

    def clean_events(self) -> list[str]:
        """The numbers, once each."""
        typed = self.cleaned_data["events"].replace(";", ",").split(",")
        return list(dict.fromkeys(number.strip().upper() for number in typed if number.strip()))


class PlanCapaForm(forms.Form):
    """The plan, and by what it is seen to have worked."""

    plan = forms.CharField(required=False, max_length=20_000, widget=forms.Textarea({"rows": 4}), label="Plan")
    owner_id = forms.TypedChoiceField(coerce=UUID, required=False, empty_value=None, label="Owner")
    product_id = forms.TypedChoiceField(coerce=UUID, required=False, empty_value=None, label="Product watched")
    kind = forms.ChoiceField(required=False, choices=[("", "Choose"), *EventKind.choices], label="Kind of event")
    root_cause = forms.ChoiceField(required=False, choices=[("", "Choose"), *RootCause.choices], label="Root cause")
    found_at = forms.CharField(required=False, max_length=80, label="Test or step where it would show")
    exposure_lots = forms.IntegerField(
        required=False, min_value=1, max_value=1000, label="Lots to be watched",
        help_text="Zero recurrences in so many lots show something.",
    )  # fmt: skip
    window_days = forms.IntegerField(required=False, min_value=1, max_value=732, label="Days to be watched, at least")
    at_most = forms.IntegerField(min_value=0, max_value=1000, initial=0, label="Recurrences accepted")

    def __init__(self, *args: Any, people: Iterable[Person], products: Iterable[Product], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = _people(people)  # type: ignore[attr-defined]  # a choice field
        chosen = [(str(product.pk), product.name) for product in products]
        self.fields["product_id"].choices = [("", "Choose a product"), *chosen]  # type: ignore[attr-defined]


class CapaActionForm(forms.Form):
    """One piece of the plan."""

    what = forms.CharField(max_length=2000, label="What is done")
    owner_id = forms.TypedChoiceField(coerce=UUID, label="By whom")
    due_on = _day("Until")
    change_number = forms.CharField(required=False, max_length=40, label="Change request")
    training = forms.CharField(required=False, max_length=200, label="Training")
    procedure = forms.CharField(
        required=False, max_length=64, label="Procedure trained on",
        help_text="As in People and training: somebody must stand there with it before the action is done.",
    )  # fmt: skip

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = _people(people)  # type: ignore[attr-defined]  # a choice field


class DoneForm(forms.Form):
    """What shows that a piece is done."""

    shown_by = forms.CharField(required=False, max_length=2000, label="Shown by")
    file = forms.FileField(required=False, label="Document")


class ExtensionForm(forms.Form):
    """A later day; why is said with the signature."""

    to_day = _day("New day")


class LongerForm(forms.Form):
    """So many more days, and why."""

    days = forms.IntegerField(min_value=1, max_value=732, label="More days")
    reason = forms.CharField(required=False, max_length=2000, label="Why")


class CapaReasonForm(forms.Form):
    """A question or a reason."""

    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}), label="Reason")


class CapaSigningForm(SigningForm):
    """Signing a step of a corrective action."""


class CapaFilterForm(forms.Form):
    """The list's filter."""

    state = forms.ChoiceField(required=False, choices=[("", "Any state"), ("open", "Unfinished"), *CapaState.choices])

"""What people type about an event: its report, its investigation, its lots and class."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from quality_events.rules.complaints import INTAKE
from quality_events.states import (
    LAWFUL,
    Classification,
    EventDisposition,
    EventKind,
    Missed,
    RootCause,
    Standing,
    at_least,
)
from records.forms import SigningForm

_MISSED_LESS = {"invalid_choice": "The findings that it answers say that a specification is missed: choose which."}


def _missed(least: str) -> list[tuple[str, str]]:
    return [(str(missed), missed.label) for missed in at_least(least)]


class ReportForm(forms.Form):
    """What happened, when it was found, which verdicts it answers."""

    kind = forms.ChoiceField(
        choices=[(kind, label) for kind, label in EventKind.choices if kind not in INTAKE],
        label="Kind",
        help_text="A complaint is recorded under Events, Complaints: it is screened first.",
    )
    classification = forms.ChoiceField(choices=Classification.choices, label="Class", initial=Classification.MAJOR)
    title = forms.CharField(max_length=200, label="What happened, in one line")
    description = forms.CharField(
        widget=forms.Textarea({"rows": 4}),
        max_length=20_000,
        label="Description",
        help_text="The specific deviation or unanticipated occurrence, 111.140(b)(3)(i).",
    )
    missed = forms.ChoiceField(
        choices=Missed.choices,
        label="Specification",
        help_text="Decides which dispositions are lawful (111.77, 111.113).",
        error_messages=_MISSED_LESS,
    )
    discovered_at = forms.DateTimeField(
        label="Discovered", widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )  # fmt: skip
    answers = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Answers these findings of the pack",
    )

    def __init__(
        self,
        *args: Any,
        zone: ZoneInfo,
        findings: list[tuple[int, str]] | None = None,
        least: str = Missed.NONE,
        **kwargs: Any,
    ) -> None:
        """`zone`: in which the time of discovery is typed; `least`: what the chosen findings say is missed."""
        super().__init__(*args, **kwargs)
        self.fields["missed"].choices = _missed(least)  # type: ignore[attr-defined]  # a choice field
        self.zone = zone
        self.fields["discovered_at"].help_text = f"Time in {zone.key.replace('_', ' ')}."
        if findings:
            self.fields["answers"].choices = findings  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["answers"]

    def full_clean(self) -> None:
        """What is typed is read in the zone that the page names."""
        with timezone.override(self.zone):
            super().full_clean()


class InvestigationForm(forms.Form):
    """The parts of the material review (111.140(b)(3)) and the lawful dispositions."""

    cause = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=20_000,
        label="(ii) Investigation into the cause",
    )
    effect = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=20_000,
        label="(iii) Effect on quality and labeling",
    )
    correction = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=20_000,
        label="(iv) Correction and prevention",
    )
    material_action = forms.CharField(
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=20_000,
        label="(v) What was done with the material",
    )
    rationale = forms.CharField(
        required=False, widget=forms.Textarea({"rows": 3}), max_length=20_000, label="(vi) Scientific reason"
    )
    other_lots = forms.CharField(
        required=False, widget=forms.Textarea({"rows": 2}), max_length=20_000, label="Other lots considered"
    )
    root_cause = forms.ChoiceField(
        required=False, choices=[("", "Not chosen yet"), *RootCause.choices], label="Root cause"
    )
    found_at = forms.CharField(
        required=False, max_length=80, label="Test or step where it showed",
        help_text="With the root cause it tells whether events repeat.",
    )  # fmt: skip
    no_capa = forms.CharField(
        required=False, widget=forms.Textarea({"rows": 2}), max_length=20_000, label="Why no corrective action",
        help_text="Leave empty where one is proposed.",
    )  # fmt: skip
    missed = forms.ChoiceField(choices=Missed.choices, label="Specification", error_messages=_MISSED_LESS)
    disposition = forms.ChoiceField(required=False, label="Proposed disposition")

    def __init__(self, *args: Any, missed: str, least: str = Missed.NONE, **kwargs: Any) -> None:
        """`missed`: what is declared; `least`: what the answered findings say, and nothing less is offered."""
        super().__init__(*args, **kwargs)
        missed = missed if missed in at_least(least) else least
        self.fields["missed"].choices = _missed(least)  # type: ignore[attr-defined]  # a choice field
        lawful = [("", "Not decided yet")] + [(str(d), EventDisposition(d).label) for d in LAWFUL[missed]]
        self.fields["disposition"].choices = lawful  # type: ignore[attr-defined]  # a choice field


class ScopeForm(forms.Form):
    """Derived lots that were looked at."""

    lots = forms.TypedMultipleChoiceField(coerce=UUID, required=False, widget=forms.MultipleHiddenInput)
    standing = forms.ChoiceField(
        choices=[(Standing.EXCLUDED, "Not affected: let them go"), (Standing.INCLUDED, "Affected")], label="They are"
    )
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}), label="Why")

    def __init__(self, *args: Any, lots: Iterable[UUID], **kwargs: Any) -> None:
        """`lots`: the derived ones of the event."""
        super().__init__(*args, **kwargs)
        self.fields["lots"].choices = [(str(lot), str(lot)) for lot in lots]  # type: ignore[attr-defined]


class LetGoForm(forms.Form):
    """The sponsor's answer about lots that the investigation lets go."""

    lots = forms.TypedMultipleChoiceField(coerce=UUID, required=False, widget=forms.MultipleHiddenInput)
    answer = forms.ChoiceField(choices=[("consent", "Let them go"), ("refuse", "Look at them again")], label="Answer")
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}), label="Why")

    def __init__(self, *args: Any, lots: Iterable[UUID], **kwargs: Any) -> None:
        """`lots`: those that wait for the answer."""
        super().__init__(*args, **kwargs)
        self.fields["lots"].choices = [(str(lot), str(lot)) for lot in lots]  # type: ignore[attr-defined]


class AddLotsForm(forms.Form):
    """Further lots that the event hits, and why."""

    numbers = forms.CharField(max_length=2000, label="Lots", help_text="Their numbers, with commas between.")
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}), label="Why")

    def clean_numbers(self) -> list[str]:
        """Once each."""
        typed = self.cleaned_data["numbers"].replace(";", ",").split(",")
        return list(dict.fromkeys(number.strip() for number in typed if number.strip()))


class ClassForm(forms.Form):
    """Another class for the event, and why."""

    classification = forms.ChoiceField(choices=Classification.choices, label="Class")
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}), label="Why")


class EventSigningForm(SigningForm):
    """Signing a step of an event."""


class QuestionForm(forms.Form):
    """Return with a question, or cancel, with the reason."""

    reason = forms.CharField(widget=forms.Textarea({"rows": 3}), max_length=2000, label="Question or reason")


class EventFilterForm(forms.Form):
    """The list's filters."""

    state = forms.ChoiceField(required=False, choices=[("", "Any state"), ("open", "Open"), ("closed", "Closed")])
    classification = forms.ChoiceField(required=False, choices=[("", "Any class"), *Classification.choices])
    kind = forms.ChoiceField(required=False, choices=[("", "Any kind"), *EventKind.choices])

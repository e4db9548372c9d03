"""Shape of what people type about complaints and adverse events; nothing here decides."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from quality_events.seriousness import OUTCOMES
from quality_events.states import Channel, ComplaintState, Nature, Reporter

ROWS = {"rows": 3}
LONGEST = 20_000


def moment(label: str, **given: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        **given,
    )


def text(label: str, help_text: str = "", *, required: bool = False, rows: int = 3) -> forms.CharField:
    """Not required where a rule refuses an empty one in its own words."""
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget, max_length=LONGEST)


def yes_or_no(label: str, help_text: str = "") -> forms.TypedChoiceField:
    choices = [("", "Not answered"), ("no", "No"), ("yes", "Yes")]
    return forms.TypedChoiceField(
        label=label, help_text=help_text, choices=choices, coerce=lambda value: value == "yes", empty_value=None
    )


class InZone(forms.Form):
    """Moments are typed and read in the zone that the page names."""

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        for field in self.fields.values():
            if isinstance(field, forms.DateTimeField):
                field.help_text = f"{field.help_text} Time in {zone.key.replace('_', ' ')}.".strip()

    def full_clean(self) -> None:
        with timezone.override(self.zone):
            super().full_clean()


class ComplaintForm(InZone):
    """The record of 21 CFR 111.570(b)(2)(ii)."""

    product = forms.ChoiceField(label="Product")
    lots = forms.CharField(
        label="Lots",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
        help_text="One lot number a line. Leave empty when the lot is unknown.",
    )
    stated_lot = forms.CharField(
        label="Lot as it was told",
        required=False,
        max_length=80,
        help_text="The code on the bottle, even when unreadable.",
    )
    received_at = moment("Received by us", help_text="First receipt by anybody of your company, 111.570(b)(2)(ii)(C).")
    other_received_at = moment(
        "Received by the other company",
        required=False,
        help_text="If it had the complaint too: the earlier receipt counts.",
    )
    channel = forms.ChoiceField(label="How it came", choices=Channel.choices)
    reporter = forms.ChoiceField(label="Who complains", choices=Reporter.choices)
    reporter_reference = forms.CharField(
        label="Initials or case number",
        required=False,
        max_length=80,
        help_text="Keep name and address in your own files: the other company does not need them.",
    )
    nature = forms.ChoiceField(label="Nature", choices=Nature.choices)
    words = text("The complaint in its own words", "Nature of the complaint, 111.570(b)(2)(ii)(D).", required=True)
    usage = text("How the product was used", "111.570(b)(2)(ii)(D).")
    dose = forms.CharField(label="Dose", required=False, max_length=200)

    def __init__(self, *args: Any, products: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].choices = list(products)  # type: ignore[attr-defined]  # a choice field


class ReceiptForm(InZone):
    received_at = moment("Received by us")


class LabelForm(forms.Form):
    file = forms.FileField(label="Copy of the label", help_text="PDF or image; it goes with a report to the FDA.")


class ScreenForm(forms.Form):
    """Each outcome explicitly yes or no (21 USC 379aa-1(a)(2))."""

    is_adverse = yes_or_no("Health-related event", "Any adverse event associated with use of the product.")
    death, life_threatening, hospitalization, disability, birth_defect, intervention = (
        yes_or_no(words) for words in OUTCOMES.values()
    )
    basis = text("On what the answers rest", "Who was asked, what was said.", required=True)

    def answers(self) -> dict[str, bool]:
        """Outcome → yes or no, after `is_valid()`."""
        return {name: self.cleaned_data[name] for name in OUTCOMES}


class ReviewForm(forms.Form):
    """The qualified person's review (111.560(a), (c))."""

    is_to_investigate = yes_or_no(
        "Investigate", "Does it involve a possible failure to meet a specification or a requirement of part 111?"
    )
    lots = forms.CharField(
        label="Relevant batches",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 2}),
        help_text="Every lot whose batch record was looked at, not only the one named. One number a line, 111.560(c).",
    )
    review = text("Why", required=True)


class AnswerForm(forms.Form):
    follow_up = text("Findings and follow-up", "111.570(b)(2)(ii)(F).")
    reply = text("Reply to the complainant", "What was answered and when, or why nothing. 111.570(b)(2)(ii)(E).")


class SubmissionForm(InZone):
    """That a report went to the FDA (21 USC 379aa-1(b), (c))."""

    submitted_at = moment("Submitted")
    reference = forms.CharField(label="The FDA’s reference", required=False, max_length=80)
    file = forms.FileField(label="Copy of the report", required=False)


class FollowUpForm(InZone):
    received_at = moment("Received")
    information = text("New medical information", "Within one year of the first report it is owed, too.")


class ComplaintFilterForm(forms.Form):
    """The list's filters."""

    state = forms.ChoiceField(
        required=False, choices=[("", "Any state"), ("open", "Open"), *ComplaintState.choices]
    )  # fmt: skip
    nature = forms.ChoiceField(required=False, choices=[("", "Any nature"), *Nature.choices])

"""What people type into an investigation: whys, possible causes, what a colleague told, documents."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms

from parties.models import Person
from quality_events.models import MOST_WHYS, WhyStep
from quality_events.states import Branch, Finding
from records.forms import SigningForm

_FEWEST = 5


class WhysForm(forms.Form):
    """One line a why: the answer, and what shows it."""

    def __init__(self, *args: Any, whys: Iterable[WhyStep] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {step.position: step for step in whys}
        for position in range(1, MOST_WHYS + 1):
            step = known.get(position)
            label = "Why did it happen?" if position == 1 else f"Why {position}"
            self.fields[f"answer_{position}"] = forms.CharField(
                required=False, max_length=2000, label=label, initial=step.answer if step else ""
            )
            self.fields[f"shown_by_{position}"] = forms.CharField(
                required=False, max_length=2000, label=f"Shown by ({position})", initial=step.shown_by if step else ""
            )

    def pairs(self) -> list[dict[str, Any]]:
        """The fields line by line, as the page sets them: five, or one more than are filled in."""
        filled = [n for n in range(1, MOST_WHYS + 1) if self[f"answer_{n}"].value()]
        shown = min(max(_FEWEST, len(filled) + 1), MOST_WHYS)
        return [{"answer": self[f"answer_{n}"], "shown_by": self[f"shown_by_{n}"]} for n in range(1, shown + 1)]

    def whys(self) -> list[tuple[str, str]]:
        """(answer, what shows it), whole lines left empty at the end taken off."""
        given = self.cleaned_data
        return [(given[f"answer_{n}"], given[f"shown_by_{n}"]) for n in range(1, MOST_WHYS + 1)]


class CauseForm(forms.Form):
    """A possible cause on a branch."""

    branch = forms.ChoiceField(choices=Branch.choices, label="Branch")
    cause = forms.CharField(max_length=250, label="What may have caused it")


class JudgeCauseForm(forms.Form):
    """What was found of a possible cause."""

    cause_id = forms.UUIDField(widget=forms.HiddenInput)
    finding = forms.ChoiceField(choices=Finding.choices, label="Finding")
    shown_by = forms.CharField(required=False, max_length=2000, label="Shown by")


class InformantForm(forms.Form):
    """A colleague, and what he told."""

    person = forms.TypedChoiceField(coerce=UUID, label="Who told it")
    told = forms.CharField(
        max_length=20_000,
        widget=forms.Textarea({"rows": 3}),
        label="What was told",
        help_text="In the words that are signed, 111.140(b)(3)(vii).",
    )

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(str(person.pk), person.name) for person in people]
        self.fields["person"].choices = [("", "Choose a colleague"), *chosen]  # type: ignore[attr-defined]


class InformantSigningForm(SigningForm):
    """Signing what one told."""


class InterimForm(forms.Form):
    """What is known so far."""

    text = forms.CharField(max_length=20_000, widget=forms.Textarea({"rows": 3}), label="What is known so far")


class DocumentForm(forms.Form):
    """A file and what it is."""

    title = forms.CharField(max_length=250, label="What it is")
    file = forms.FileField(label="File")

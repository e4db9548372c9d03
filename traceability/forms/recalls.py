"""Shape of what is typed about recalls; nothing here decides."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms

from parties.models import Partnership
from records.forms import SigningForm
from traceability.forms.goods import amount
from traceability.recalling.asked import AUTHORITY, DEPTHS, HAZARD, LEVELS, WARNINGS
from traceability.states import RecallClass, RecallKind


def text(label: str, help_text: str = "", rows: int = 2, *, required: bool = True) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=20_000, widget=area, required=required)


class OpenRecallForm(forms.Form):
    """What is wrong with the lots of a scope."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=[(RecallKind.RECALL, "A recall"), (RecallKind.PLANNED, "An exercise: nothing is held, nobody is told")],
    )
    title = forms.CharField(label="What is wrong with what, in one line", max_length=200)
    signal = text("What was found", "When, by whom, how; where the result or complaint stands.", 3)


class SurpriseForm(forms.Form):
    partnership = forms.TypedChoiceField(label="Between", coerce=UUID)

    def __init__(self, data: Any, *, pairs: Iterable[Partnership]) -> None:
        super().__init__(data)
        self.fields["partnership"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(pair.pk), f"{pair.cmo} → {pair.sponsor}") for pair in pairs
        ]


class AnswersForm(forms.Form):
    """One field a question; a subclass says which."""

    questions: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = {name: text(words) for name, words in self.questions.items()}
        self.fields = {**first, **self.fields}

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.questions}


class EvaluationForm(AnswersForm):
    questions = HAZARD

    outcome = forms.ChoiceField(
        label="What follows", choices=[("recall", "Recall the lots in the scope"), ("none", "No recall")]
    )
    proposed_class = forms.ChoiceField(
        label="Class that you propose", choices=[("", "–"), *RecallClass.choices], required=False
    )
    because = text("Why (7.41(b))")

    def proposal(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"recall": data["outcome"] == "recall", "class": data["proposed_class"], "because": data["because"]}


class StrategyForm(forms.Form):
    depth = forms.ChoiceField(label="Depth", choices=list(DEPTHS.items()))
    warning = forms.ChoiceField(label="Public warning", choices=list(WARNINGS.items()))
    level = forms.ChoiceField(label="Effectiveness checks", choices=list(LEVELS.items()))
    percent = forms.IntegerField(label="Percentage, for level B", required=False, min_value=1, max_value=100)
    instructions = text("Instructions to the accounts", "Return, destroy, correct; whom to call (7.49(c)).", 3)

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AuthorityForm(AnswersForm):
    questions = AUTHORITY


class PartForm(forms.Form):
    """How much of each lot the manufacturer has in house."""

    remark = text("Remark", required=False)

    def __init__(self, data: Any, *, numbers: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.of = {f"lot{place}": number for place, (number, _) in enumerate(numbers)}
        first = {f"lot{place}": amount(f"{number}, {unit} in house") for place, (number, unit) in enumerate(numbers)}
        self.fields = {**first, **self.fields}

    def located(self) -> dict[str, Any]:
        return {number: self.cleaned_data[name] for name, number in self.of.items()}


class StatusForm(forms.Form):
    completes_on = forms.DateField(
        label="Estimated completion", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    remark = text("Remark", required=False)


class EndingForm(forms.Form):
    disposition = text(
        "What became of the recalled product", "Destroyed, reworked, returned to stock; with quantities."
    )


class CorrectionForm(forms.Form):
    title = forms.CharField(label="What is to be corrected for good", max_length=200)
    problem = text("The problem")


class BackForm(forms.Form):
    reason = text("Reason")


class RecallSigningForm(SigningForm):
    """Signing a step of a recall."""


class AnswerForm(forms.Form):
    """What an account answers."""

    name = forms.CharField(label="Your name", max_length=120)
    on_hand = amount("How much you had on hand when the notice came")
    disposed = amount("How much of it is returned, corrected or destroyed")
    has_passed_on = forms.BooleanField(label="We have told our own customers, or have none", required=False)
    remark = text("Remark", required=False)


class CalledForm(AnswerForm):
    """The same, entered by the sponsor."""

    via = forms.ChoiceField(label="How they answered", choices=[("call", "At the phone"), ("mail", "In writing")])
    field_order = ("via",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Who answered"


class CheckForm(forms.Form):
    how = forms.CharField(label="How it was checked", max_length=120, help_text="Visit, telephone, letter.")
    is_effective = forms.TypedChoiceField(
        label="Received and followed?", choices=[("yes", "Yes"), ("no", "No")], coerce=lambda value: value == "yes"
    )
    remark = text("Remark", required=False)

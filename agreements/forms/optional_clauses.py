"""The forms of clauses that an agreement may go without."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from agreements.clauses.wording import DUTIES
from agreements.forms.clauses import CLASSES, ClauseForm, days, hours
from agreements.states import ClauseKind


class OptionalClauseForm(ClauseForm):
    """Left empty, the agreement goes without the clause."""

    stated_by: ClassVar[str]
    """The field that says whether it is stated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "title"):
            self.fields[name].required = False

    @property
    def is_stated(self) -> bool:
        return bool(self.cleaned_data.get(self.stated_by))


class WaiverForm(OptionalClauseForm):
    kind = ClauseKind.WAIVER
    stated_by = "rules"

    rules = forms.CharField(
        label="Rules that may be waived",
        max_length=400,
        required=False,
        help_text="Their numbers, such as R204, R209; only “B” rules. Empty: nothing is waived.",
    )
    longest_days = days("Longest waiver, days")

    @classmethod
    def shown(cls, number: str, title: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        return super().shown(number, title, {**parameters, "rules": ", ".join(parameters.get("rules", ()))})

    def parameters(self) -> dict[str, Any]:
        typed = super().parameters()
        rules = [rule.strip().upper() for rule in str(typed.get("rules", "")).replace(";", ",").split(",")]
        return typed | {"rules": [rule for rule in rules if rule]}


class ContainmentForm(OptionalClauseForm):
    kind = ClauseKind.CONTAINMENT
    stated_by = "classes"

    classes = forms.MultipleChoiceField(
        label="Events of these classes hold other lots",
        choices=CLASSES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None: only the reported lots are blocked.",
    )
    relations = forms.MultipleChoiceField(
        label="Lots that share",
        choices=[
            ("batch", "The batch that they were packed from"),
            ("component_lot", "A component lot"),
            ("equipment", "Equipment at about the same time"),
            ("line", "The packaging line, some runs before and after"),
            ("label_roll", "A label roll"),
        ],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    equipment_hours = hours("Equipment, hours before and after")
    runs = forms.IntegerField(label="Runs before and after on the line", min_value=0, max_value=20, required=False)


class PauseForm(OptionalClauseForm):
    kind = ClauseKind.PAUSE
    stated_by = "duties"

    duties = forms.MultipleChoiceField(
        label="Deadlines that the company that is owed may pause",
        choices=[(duty, words[:1].upper() + words[1:]) for duty, words in DUTIES.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None: no deadline is paused. Telling the other side of an event is never paused.",
    )
    longest_days = days("Longest pause altogether, days of 24 hours")


class InvestigationForm(OptionalClauseForm):
    kind = ClauseKind.INVESTIGATION
    stated_by = "final_days"

    interim_days = days("Interim report on major and critical events, business days")
    oot_days = days("Evaluation of a result out of trend, business days")
    final_days = days("Investigation, days")


class ComplaintForm(OptionalClauseForm):
    kind = ClauseKind.COMPLAINT
    stated_by = "forward_days"

    forward_days = days("Complaint passed on to the sponsor, business days")

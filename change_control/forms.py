"""Shape of what people type about changes; nothing here decides."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from change_control.actions.lines import Answer
from change_control.actions.proposing import ChangeDraft
from change_control.impact import HIGHEST
from change_control.models import ChangeRequest, ImpactLine
from change_control.states import ChangePath, ChangeState, ChangeTrigger, ChangeWay, LotWay
from masters.models import MasterKind
from records.forms import SigningForm


def _text(label: str, help_text: str = "", rows: int = 3, *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=20_000, widget=widget, required=required)


class ChangeForm(forms.Form):
    """What changes, why, with what impact, from when."""

    product = forms.ChoiceField(label="Product")
    title = forms.CharField(label="What changes, in one line", max_length=200)
    trigger = forms.ChoiceField(label="Kind of change", choices=ChangeTrigger.choices)
    description = _text("Description", "Now and then: names, sites, values, limits.")
    justification = _text("Why it is needed")
    impact = _text("Impact", "On quality, validation, training, labels, stability, stock and work in process (ICH Q9).")
    effective_on = forms.DateField(label="Effective on", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    run_out = _text("Run-out plan", "What becomes of stock and of lots under the old version.", rows=2, required=False)
    run_out_lots = forms.IntegerField(
        label="Lots finished under the old version, at most", min_value=0, max_value=999, required=False
    )
    first_lot_id = forms.TypedChoiceField(
        label="First lot made under it", required=False, coerce=UUID, empty_value=None,
        help_text="A planned lot; without one, whichever is started first from the day on.",
    )  # fmt: skip
    kind = forms.ChoiceField(
        label="Approved text that changes", required=False, choices=[("", "None"), *MasterKind.choices],
        help_text="Its fields come next, filled with what is in force.",
    )  # fmt: skip
    also = forms.MultipleChoiceField(
        label="The same change for products of other sponsors", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Each sponsor gets a request of its own and sees no other.",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        products: list[tuple[str, str]] | None = None,
        several: bool = False,
        planned: list[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if products is None:
            for name in ("product", "kind", "also"):
                del self.fields[name]
            lots = [("", "By the day alone"), *(planned or [])]
            self.fields["first_lot_id"].choices = lots  # type: ignore[attr-defined]  # a choice field
            return
        del self.fields["first_lot_id"]
        self.fields["product"].choices = products  # type: ignore[attr-defined]  # a choice field
        if several:
            self.fields["also"].choices = products  # type: ignore[attr-defined]  # likewise
        else:
            del self.fields["also"]

    def draft(self) -> ChangeDraft:
        """Without a version's content, which has a page of its own."""
        apart = ("product", "kind", "also")
        return ChangeDraft(**{name: value for name, value in self.cleaned_data.items() if name not in apart})


def drafted(change: ChangeRequest, **changed: Any) -> ChangeDraft:
    """What a draft says, with something said otherwise."""
    names = (
        "title",
        "trigger",
        "description",
        "justification",
        "impact",
        "effective_on",
        "run_out",
        "run_out_lots",
        "first_lot_id",
    )
    return ChangeDraft(**({name: getattr(change, name) for name in names} | changed))


class LinesForm(forms.Form):
    """Answer and three factors for every line."""

    def __init__(self, *args: Any, lines: Sequence[ImpactLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"answer_{line.position}"] = forms.CharField(
                label=f"Answer: {line}", initial=line.answer, max_length=20_000, widget=forms.Textarea({"rows": 2})
            )
            for name, words in _FACTORS:
                self.fields[f"{name}_{line.position}"] = forms.TypedChoiceField(
                    label=f"{words}: {line}", initial=getattr(line, name) or 1, choices=_SCALE, coerce=int
                )

    def rows(self) -> list[dict[str, Any]]:
        """Each line with its four fields."""
        return [
            {
                "line": line,
                "answer": self[f"answer_{line.position}"],
                "factors": [self[f"{name}_{line.position}"] for name, _ in _FACTORS],
            }
            for line in self.lines
        ]

    def answers(self) -> dict[int, Answer]:
        told = self.cleaned_data
        return {
            line.position: Answer(
                told[f"answer_{line.position}"], *(told[f"{name}_{line.position}"] for name, _ in _FACTORS)
            )
            for line in self.lines
        }


_FACTORS = (("severity", "Severity"), ("probability", "Probability"), ("detectability", "Detectability"))
_SCALE = [(number, str(number)) for number in range(1, HIGHEST + 1)]


class LotForm(forms.Form):
    """What becomes of a lot that runs while the version changes."""

    decision = forms.ChoiceField(label="What becomes of it", choices=LotWay.choices)
    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea({"rows": 3}))


class ReasonForm(forms.Form):
    """What a step needs in writing; `label` asks for it."""

    reason = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label


class EmergencyForm(forms.Form):
    """Which lots are made under the change before it is decided, and why it cannot wait."""

    lots = forms.MultipleChoiceField(label="Lots made under it", widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="Why it cannot wait", max_length=2000, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, lots: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lots"].choices = lots  # type: ignore[attr-defined]  # a choice field


class ConditionsForm(forms.Form):
    """What an approval asks for; empty: nothing."""

    conditions = forms.CharField(
        label="Conditions", required=False, max_length=20_000, widget=forms.Textarea({"rows": 4})
    )


class ChangeSigningForm(SigningForm):
    """Signing the decision about a change."""


class ChangeFilterForm(forms.Form):
    """Filters of the list, kept in the address."""

    state = forms.ChoiceField(
        label="State", required=False, choices=[("", "All"), ("open", "Open"), *ChangeState.choices]
    )
    trigger = forms.ChoiceField(label="Kind of change", required=False, choices=[("", "All"), *ChangeTrigger.choices])
    path = forms.ChoiceField(label="How it came", required=False, choices=[("", "All"), *ChangePath.choices])
    way = forms.ChoiceField(label="Needs", required=False, choices=[("", "All"), *ChangeWay.choices])

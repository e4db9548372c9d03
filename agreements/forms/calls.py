"""What is typed when a clause is called upon, and when the call is answered."""

from collections.abc import Iterable
from typing import Any

from django import forms

from agreements.calls import Calling
from records.forms import SigningForm


def _long(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=20_000, widget=forms.Textarea({"rows": 4}))


class CallForm(forms.Form):
    """Which clause, what about, and the words."""

    kind = forms.ChoiceField(label="Clause")
    title = forms.CharField(label="About", max_length=200)
    text = _long("What you ask or tell")
    happened_at = forms.DateTimeField(
        label="When it happened",
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="For an inspection or finding: the clause counts from then.",
    )

    def __init__(self, data: Any, *, offered: Iterable[Calling]) -> None:
        super().__init__(data)
        calls = list(offered)
        if not any(call.counts_from_event for call in calls):
            del self.fields["happened_at"]
        self.fields["kind"].choices = [(c.kind, c.label) for c in calls]  # type: ignore[attr-defined]  # a choice field


class AnswerForm(forms.Form):
    """The answer, or the acknowledgement of a notice."""

    text = _long("Answer")


class ConsentForm(SigningForm):
    """Yes or no to what the clause needs consent for, signed; the reason is the answer."""

    consent = forms.ChoiceField(
        label="Consent", choices=[("yes", "Yes, the sponsor consents"), ("no", "No")], widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = True
        self.fields["reason"].label = "Answer, with conditions if any"

    field_order = ["consent", "reason"]


class AskAgainForm(forms.Form):
    reason = _long("What is still asked")

"""Shape of what people type about a CMO's qualification; nothing here decides."""

from django import forms


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class QualificationForm(forms.Form):
    """For what, how, from when until when."""

    scope = forms.CharField(label="Scope", max_length=200, help_text="Dosage forms, processes and site.")
    status = forms.ChoiceField(
        label="Status",
        choices=[("qualified", "Qualified"), ("conditional", "Conditional"), ("suspended", "Suspended")],
        help_text="Suspended shuts the gates of all open lots at once.",
    )
    valid_from = _day("Valid from")
    valid_until = _day("Valid until before")
    conditions = forms.CharField(
        label="Conditions", required=False, max_length=5000, widget=forms.Textarea({"rows": 3})
    )
    reason = forms.CharField(
        label="Basis", max_length=2000, widget=forms.Textarea({"rows": 2}), help_text="Audit, document review, event."
    )

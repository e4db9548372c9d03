"""Shape of what people type about a CMO's qualification and its passport; nothing here decides."""

from django import forms

from performance.states import DocumentKind


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


class RenewalForm(forms.Form):
    """The renewed document."""

    file = forms.FileField(label="Document", help_text="PDF or image.")
    number = forms.CharField(label="Number", max_length=100, required=False)
    valid_from = _day("Valid from")
    valid_until = forms.DateField(
        label="Valid until before",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Empty: it does not expire.",
    )
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))


class DocumentForm(RenewalForm):
    """A document of the passport."""

    kind = forms.ChoiceField(label="Kind", choices=DocumentKind.choices)
    title = forms.CharField(label="Title", max_length=200, help_text="As sponsors know it: ISO 22000 certificate.")
    issuer = forms.CharField(label="Issued by", max_length=200)

    field_order = ("file", "kind", "title", "number", "issuer", "valid_from", "valid_until", "reason")


class WhyForm(forms.Form):
    reason = forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 2}))

"""The base of every signing form (21 CFR 11.50, 11.70, 11.200)."""

from django import forms

from parties.forms import ProofForm


class SigningForm(ProofForm):
    """The proof, the hash of what was shown, a reason; a subclass adds its own fields.

    Shown by `{% ui_sign form subject=… digest=… %}`, which sends challenge and hash along. After `is_valid()` the view
    takes `parties.proving.prove(request, form.cleaned_data)` and hands proof, `content_hash` and `reason` on.
    """

    reason = forms.CharField(
        label="Reason or remark", required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    content_hash = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

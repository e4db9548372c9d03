"""The base of every signing form (21 CFR 11.50, 11.70, 11.200)."""

from typing import Any

from django import forms


class SigningForm(forms.Form):
    """Password or passkey, the hash of what was shown, a reason; a subclass adds its own fields.

    Shown by `{% ui_sign form … digest=… %}`, which sends the hash along. After `is_valid()` the view takes
    `parties.outside.proof.prove(request, form.cleaned_data)` and hands proof, `content_hash` and `reason` on.
    """

    reason = forms.CharField(
        label="Reason or remark", required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    content_hash = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        credential = cleaned.get("credential")
        if credential and not isinstance(credential, dict):
            self.add_error("credential", "The passkey’s answer cannot be read.")
        if not cleaned.get("password") and not credential and "password" not in self.errors:
            self.add_error("password", "Give your password again, or use your passkey.")
        return cleaned

"""Components of a signature; training and delegations as they are typed."""

from typing import Any
from uuid import UUID

from django import forms

from parties.signing_choices import MEANINGS
from parties.states import SigningFunction


def _day(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, help_text=help_text)


def _functions() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Signing functions", choices=SigningFunction.choices, widget=forms.CheckboxSelectMultiple
    )


class ProofForm(forms.Form):
    """The components of a signature, and the challenge that they are given for; shown by `ui_sign` or `ui_proof`."""

    user_id = forms.CharField(
        label="User ID",
        required=False,
        max_length=254,
        widget=forms.TextInput({"autocomplete": "username", "inputmode": "email"}),
        help_text="Your e-mail address: the first signature after you came, or were away, needs it.",
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label="Code of your authenticator app",
        required=False,
        max_length=16,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    challenge = forms.UUIDField(required=False, widget=forms.HiddenInput)
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        credential = cleaned.get("credential")
        if credential and not isinstance(credential, dict):
            self.add_error("credential", "The passkey’s answer cannot be read.")
        if not any(cleaned.get(name) for name in ("password", "code", "credential")) and "password" not in self.errors:
            self.add_error("password", "Give your password again, or use your passkey.")
        return cleaned


class ChallengeForm(forms.Form):
    """Which challenge a passkey is asked to answer."""

    challenge = forms.UUIDField()


class TrainingForm(forms.Form):
    """Who was trained on what, and how long it counts; the choices are the colleagues."""

    person_id = forms.TypedChoiceField(label="Person", coerce=UUID)
    functions = _functions()
    course = forms.CharField(
        label="Taught",
        max_length=200,
        help_text="The procedure and its revision: SOP-QA-014 rev. 3, disposition of lots.",
    )
    trained_on = _day("Trained on")
    valid_until = _day("Counts until", "The last day. After it the person cannot sign these functions.")
    reason = forms.CharField(label="Remark", required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_id"].choices = people  # type: ignore[attr-defined]  # a choice field


class DelegationForm(forms.Form):
    """To whom the own authority is lent, and how far it reaches."""

    delegate_id = forms.TypedChoiceField(label="Lent to", coerce=UUID)
    functions = _functions()
    meanings = forms.MultipleChoiceField(
        label="Meanings of the signatures", choices=lambda: MEANINGS, widget=forms.CheckboxSelectMultiple
    )
    partnership_id = forms.TypedChoiceField(label="Partnership", coerce=UUID, required=False, empty_value=None)
    products = forms.TypedMultipleChoiceField(
        label="Products",
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen: all products.",
    )
    from_day = _day("First day")
    until_day = _day("Last day", "Days in the company’s time zone; at most a year.")
    only_while_away = forms.BooleanField(
        label="Only on days of a stated absence of mine",
        required=False,
        help_text="It then works as cover: state the absence on your profile.",
    )
    reason = forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, choices: dict[str, list[tuple[str, str]]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # choice fields

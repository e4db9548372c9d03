"""Shape and type of what is typed on the pages of people, partners, auditors and keys."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from parties.states import Role
from parties.worktime import WEEKDAYS, closing_days_from, closing_days_text, known_regions
from parties.zones import known_zones

_CONTINENTS = (
    "Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip


def _reason(*, required: bool) -> forms.CharField:
    return forms.CharField(required=required, max_length=2000, widget=forms.Textarea({"rows": 2}))


def _roles() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=Role.choices, widget=forms.CheckboxSelectMultiple)


def _password() -> forms.CharField:
    return forms.CharField(
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=" ".join(password_validators_help_texts()),
    )


def site_zone_choices() -> list[tuple[str, str]]:
    """Zones named by a place (`America/Denver`); "Etc/GMT+5" and abbreviations only confuse."""
    named = sorted(zone for zone in known_zones() if _names_a_place(zone))
    return [(zone, zone.replace("_", " ")) for zone in (*named, "UTC")]


def zone_choices() -> list[tuple[str, str]]:
    """A person may also leave it to the place that a page is about."""
    return [("", "That of the site where the lot is made"), *site_zone_choices()]


def _names_a_place(zone: str) -> bool:
    return "/" in zone and zone.split("/", maxsplit=1)[0] in _CONTINENTS


class ReasonForm(forms.Form):
    """Something that needs nothing but a reason."""

    reason = _reason(required=True)


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail", max_length=254)
    roles = _roles()
    reason = _reason(required=False)


class RolesForm(forms.Form):
    roles = _roles()
    reason = _reason(required=True)


class EnrolForm(forms.Form):
    """The first thing a new person does here."""

    name = forms.CharField(label="Full name", max_length=150, help_text="Printed beside every signature of yours.")
    password = _password()
    repeated = forms.CharField(
        label="Password again",
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "password" in cleaned and cleaned.get("repeated") != cleaned["password"]:
            self.add_error("repeated", "The two passwords differ.")
        return cleaned


class NewCompanyForm(EnrolForm):
    """A company that is new here, and its first administrator."""

    company_name = forms.CharField(label="Company", max_length=200)

    field_order = ["company_name", "name", "password", "repeated"]


class ProposalForm(forms.Form):
    company_name = forms.CharField(label="Their company", max_length=200)
    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        help_text="Somebody there who may decide: an administrator or supplier manager.",
    )
    side = forms.ChoiceField(
        label="In this partnership we are",
        choices=[("sponsor", "the sponsor: they make for us"), ("cmo", "the CMO: we make for them")],
        widget=forms.RadioSelect,
    )
    reason = _reason(required=False)


class GrantForm(forms.Form):
    """`partnership` gets its choices from the view: those of the open scope."""

    partnership = forms.ChoiceField()
    email = forms.EmailField(label="Auditor’s e-mail", max_length=254)
    name = forms.CharField(label="Auditor’s full name", max_length=150)
    firm_name = forms.CharField(label="Auditor’s firm", max_length=200)
    purpose = forms.CharField(max_length=300, help_text="For example: annual GMP audit.")
    starts_on = forms.DateField(label="From", widget=forms.DateInput({"type": "date"}))
    ends_on = forms.DateField(label="To and including", widget=forms.DateInput({"type": "date"}))
    lots = forms.CharField(
        label="Only these lots",
        required=False,
        max_length=4000,
        help_text="Lot numbers, parted by commas. Empty: all lots of the partnership.",
    )
    products = forms.CharField(
        label="Only these products", required=False, max_length=2000, help_text="Product codes, parted by commas."
    )
    made_from = forms.DateField(label="Only lots made from", required=False, widget=forms.DateInput({"type": "date"}))
    made_until = forms.DateField(label="Only lots made until", required=False, widget=forms.DateInput({"type": "date"}))

    def __init__(self, *args: Any, partnerships: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partnership"].choices = partnerships  # type: ignore[attr-defined]  # a ChoiceField


class SiteForm(forms.Form):
    name = forms.CharField(max_length=200)
    fda_registration = forms.CharField(label="FDA registration no.", max_length=32, required=False)
    address = forms.CharField(max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
    time_zone = forms.ChoiceField(choices=site_zone_choices, initial="America/New_York")


def region_choices() -> list[tuple[str, str]]:
    return [("", "As usual"), *((region, region) for region in sorted(known_regions()))]


class WorkTimeForm(forms.Form):
    """When a company or a site works; what is left empty is as usual."""

    holiday_region = forms.ChoiceField(
        label="Public holidays of",
        required=False,
        choices=region_choices,
        help_text="A country, or with a part of it: US-CA.",
    )
    opens_at = forms.TimeField(label="Opens", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    closes_at = forms.TimeField(
        label="Closes", required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    working_days = forms.TypedMultipleChoiceField(
        label="Working days",
        required=False,
        coerce=int,
        choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )
    closing_days = forms.CharField(
        label="Own closing days",
        required=False,
        max_length=10_000,
        widget=forms.Textarea({"rows": 5}),
        help_text="One a line, the day and its name: 2026-12-24 Christmas shutdown.",
    )
    reason = _reason(required=True)

    @classmethod
    def shown(cls, row: Any) -> dict[str, Any]:
        """The fields' values for a company or a site."""
        names = ("holiday_region", "opens_at", "closes_at", "working_days")
        values = {name: getattr(row, name) for name in names}
        return values | {"closing_days": closing_days_text(row.closing_days)}

    def clean_closing_days(self) -> dict[str, str]:
        try:
            return closing_days_from(self.cleaned_data["closing_days"])
        except ValueError as error:
            raise forms.ValidationError(f"{error}.") from error


class ProfileForm(forms.Form):
    name = forms.CharField(label="Full name", max_length=150, help_text="Printed beside your signatures from now on.")
    time_zone = forms.ChoiceField(
        required=False,
        choices=zone_choices,
        help_text="Pages show their times in it, and what you type is read in it. Documents and mails name theirs.",
    )


class AbsenceForm(forms.Form):
    """Days, and who is told instead; the choices are the colleagues."""

    from_day = forms.DateField(label="First day", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    until_day = forms.DateField(label="Last day", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    cover_id = forms.TypedChoiceField(label="Who covers", coerce=UUID)
    reason = _reason(required=False)

    def __init__(self, covers: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover_id"].choices = covers  # type: ignore[attr-defined]  # a choice field

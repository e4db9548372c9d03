"""Shape and type of what is typed about lots; what is allowed is decided by rules."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from lots.genealogy_file import UnreadableGenealogyError, read_genealogy
from lots.queries import LotFilters
from lots.states import Authority, LotState
from masters.models import LabelVersion, Product
from parties.models import Organisation, Site

ANY = ("", "Any")


def as_uuid(value: str) -> UUID | None:
    return UUID(value) if value else None


LARGEST_FILE = 1_000_000
"""Bytes."""


class LotFilterForm(forms.Form):
    """The filters above the list; they live in the URL, so that a view can be sent to somebody."""

    state = forms.ChoiceField(required=False, choices=[ANY, *LotState.choices])
    partner = forms.TypedChoiceField(required=False, coerce=as_uuid, empty_value=None)
    product = forms.TypedChoiceField(required=False, coerce=as_uuid, empty_value=None)
    number = forms.CharField(label="Number begins with", required=False, max_length=40)
    label_version = forms.TypedChoiceField(required=False, coerce=as_uuid, empty_value=None)
    blocked = forms.BooleanField(label="Blocked only", required=False)

    def __init__(
        self,
        data: Any,
        *,
        partners: Iterable[Organisation],
        products: Iterable[Product],
        labels: Iterable[LabelVersion],
    ) -> None:
        super().__init__(data)
        self._choices("partner", [(str(p.pk), p.name) for p in partners])
        self._choices("product", [(str(p.pk), p.name) for p in products])
        self._choices("label_version", [(str(v.pk), str(v)) for v in labels])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]  # a choice field

    def filters(self) -> LotFilters:
        """The filters as the query takes them; call after `is_valid()`."""
        given = self.cleaned_data
        return LotFilters(
            states=(given["state"],) if given["state"] else (),
            partner_id=given["partner"],
            product_id=given["product"],
            number=given["number"].strip(),
            label_version_id=given["label_version"],
            blocked=given["blocked"],
        )


class DecimalText(forms.TextInput):
    """A text field for a figure: it gives back what was typed, also where that is no figure."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off"})


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlanForm(forms.Form):
    """A lot that will be made."""

    product = forms.TypedChoiceField(coerce=as_uuid)
    number = forms.CharField(
        label="Lot number", max_length=40, strip=False, help_text="As it will be printed on the bottle."
    )
    quantity = forms.DecimalField(
        label="Planned quantity",
        max_digits=14,
        decimal_places=3,
        widget=DecimalText,
        help_text="Packaged units.",
    )
    site = forms.TypedChoiceField(coerce=as_uuid)
    note = forms.CharField(label="Remark", required=False, max_length=500, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any, *, products: Sequence[Product], sites: Iterable[Site]) -> None:
        super().__init__(data)
        self.fields["product"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(p.pk), f"{p.name} ({p.partnership.cmo} → {p.partnership.sponsor})") for p in products
        ]
        self.fields["site"].choices = [(str(s.pk), f"{s.name}, {s.organisation}") for s in sites]  # type: ignore[attr-defined]


class RemarkForm(forms.Form):
    """A step that may be remarked upon."""

    reason = forms.CharField(label="Remark", required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))


class ReasonForm(forms.Form):
    """A step that needs a reason; an empty one is refused by the rule, in its own words, and recorded."""

    reason = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="It stands in the record.",
    )


class HoldForm(ReasonForm):
    """Why, who may lift it, and when it is looked at again."""

    authority = forms.ChoiceField(label="Lifted by", choices=Authority.choices, initial=Authority.QUALITY)
    review_on = forms.DateField(label="Review on", widget=DayInput, help_text="No hold is forgotten: you are reminded.")


class KeepHoldForm(ReasonForm):
    """A hold that stays, until when it is looked at next."""

    review_on = forms.DateField(label="Next review on", widget=DayInput)


class CompleteForm(forms.Form):
    """What is known when the last unit is packed."""

    quantity_good = forms.DecimalField(
        label="Good quantity",
        max_digits=14,
        decimal_places=3,
        widget=DecimalText,
        help_text="Good packaged units, after samples.",
    )
    made_on = forms.DateField(label="Made on", widget=DayInput)
    packed_on = forms.DateField(label="Packed on", widget=DayInput)
    expires_on = forms.DateField(label="Expires on", widget=DayInput)
    reason = forms.CharField(label="Remark", required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))

    def clean_expires_on(self) -> date:
        expires_on: date = self.cleaned_data["expires_on"]
        packed_on = self.cleaned_data.get("packed_on")
        if packed_on is not None and expires_on <= packed_on:
            raise forms.ValidationError("The lot would expire before it is packed.")
        return expires_on


class GenealogyForm(forms.Form):
    """Which lot went into which: a file, or rows typed here."""

    file = forms.FileField(label="CSV file", required=False)
    rows = forms.CharField(
        label="Or the rows", required=False, max_length=LARGEST_FILE, widget=forms.Textarea({"rows": 6})
    )
    reason = forms.CharField(label="Reason or source", required=False, max_length=500)
    text = ""

    def clean_file(self) -> Any:
        file: Any = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is larger than 1 MB. Split it.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            file = cleaned.get("file")
            self.text = file.read().decode("utf-8-sig") if file else cleaned.get("rows", "")
            cleaned["stated"] = read_genealogy(self.text)
        except UnicodeDecodeError:
            self.add_error("file", "Save the spreadsheet as CSV in UTF-8; this file is something else.")
        except UnreadableGenealogyError as problem:
            self.add_error("file" if file else "rows", str(problem))
        return cleaned

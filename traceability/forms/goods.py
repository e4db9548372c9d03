"""What is typed about consignees, shipments and the search for a component lot."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from pydantic import ValidationError

from parties.models import Partnership
from traceability.feed_file import UnreadableFeedError, read_feed
from traceability.lists import FIELDS, MUST, Profile
from traceability.models import Consignee
from traceability.scoping.question import Question

LARGEST = 1_000_000
"""Bytes of a feed's file."""


class ConsigneeForm(forms.Form):
    """A direct account that a recall can reach (R603)."""

    partnership = forms.TypedChoiceField(coerce=UUID)
    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=Consignee._meta.get_field("kind").choices or [])
    address = forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 3}))
    contact = forms.CharField(
        label="Contact for a recall", max_length=200, help_text="A person or desk with e-mail or phone (21 CFR 7.49)."
    )
    gln = forms.CharField(label="GLN", max_length=13, required=False, help_text="13 digits, where the place has one.")

    def __init__(self, data: Any, *, pairs: Iterable[Partnership]) -> None:
        super().__init__(data)
        self.fields["partnership"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(pair.pk), f"{pair.cmo} → {pair.sponsor}") for pair in pairs
        ]


class ShipForm(forms.Form):
    """Goods of one lot leave for one consignee."""

    consignee = forms.TypedChoiceField(coerce=UUID)
    quantity = forms.DecimalField(
        max_digits=14,
        decimal_places=3,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    reference = forms.CharField(label="PO, ASN or invoice", max_length=80)
    ship_from = forms.CharField(max_length=200)
    carrier = forms.CharField(max_length=120, required=False)
    sscc = forms.CharField(label="SSCC", max_length=18, required=False, help_text="Of the pallet or case: 18 digits.")
    note = forms.CharField(label="Remark", max_length=500, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any, *, consignees: Iterable[Consignee], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["consignee"].choices = [(str(c.pk), c.name) for c in consignees]  # type: ignore[attr-defined]


def amount(label: str, help_text: str = "") -> forms.DecimalField:
    widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, max_digits=14, decimal_places=3, widget=widget, help_text=help_text)


class PermitForm(forms.Form):
    """What may leave, for whom."""

    consignee = forms.TypedChoiceField(coerce=UUID)
    quantity = amount("Quantity")
    note = forms.CharField(label="Remark", max_length=500, required=False, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any, *, consignees: Iterable[Consignee]) -> None:
        super().__init__(data)
        self.fields["consignee"].choices = [(str(c.pk), c.name) for c in consignees]  # type: ignore[attr-defined]


class RevokePermitForm(forms.Form):
    reason = forms.CharField(max_length=500, widget=forms.Textarea({"rows": 2}))


class CountForm(forms.Form):
    """What was counted of a lot's released quantity, in the lot's unit."""

    on_hand = amount("On hand")
    sampled = amount("Taken as samples", "Since the release.")
    destroyed = amount("Destroyed", "Of what never left. What came back counts as returned by itself.")
    place = forms.CharField(label="Where it was counted", max_length=200)
    counted_at = forms.DateTimeField(
        label="When it was counted", widget=forms.DateTimeInput({"type": "datetime-local"})
    )
    note = forms.CharField(label="Remark", max_length=500, required=False, widget=forms.Textarea({"rows": 2}))


class FeedForm(forms.Form):
    """A feed as a CSV file; after the trial the same text comes again without the file."""

    partnership = forms.TypedChoiceField(coerce=UUID)
    feed = forms.CharField(label="Feed", max_length=80, help_text="Whose shipments these are; always the same name.")
    file = forms.FileField(label="CSV file", required=False, widget=forms.FileInput({"accept": ".csv"}))
    again = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, data: Any, files: Any, *, pairs: Iterable[Partnership]) -> None:
        super().__init__(data, files)
        self.text = ""
        self.fields["partnership"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(pair.pk), f"{pair.cmo} → {pair.sponsor}") for pair in pairs
        ]

    def clean_file(self) -> Any:
        file: Any = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST:
            raise forms.ValidationError("The file is larger than 1 MB. Split it.")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.text = _decoded(cleaned.get("file")) or cleaned.get("again", "")
            cleaned["lines"] = read_feed(self.text)
        except UnreadableFeedError as problem:
            self.add_error("file", str(problem))
        return cleaned


def _decoded(file: Any) -> str:
    try:
        return str(file.read().decode("utf-8-sig")) if file else ""
    except UnicodeDecodeError:
        raise UnreadableFeedError("Save the spreadsheet as CSV in UTF-8; this file is something else.") from None


class TraceForm(forms.Form):
    """A component lot's number, the CMO's own or the supplier's; whole or its beginning."""

    number = forms.CharField(label="Component lot begins with", max_length=60, required=False)


class ScopeForm(forms.Form):
    """What a scope is asked; all that is given must hold together."""

    direction = forms.ChoiceField(
        choices=[("forward", "To what was made of it, and who has it"), ("backward", "Back to what it was made of")],
        required=False,
    )
    lots = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    number = forms.CharField(label="Lot number, as written", max_length=64, required=False)
    supplier_lot = forms.CharField(label="Supplier’s lot number", max_length=64, required=False)
    supplier = forms.CharField(label="Supplier or manufacturer", max_length=250, required=False)
    item = forms.CharField(label="Item code", max_length=64, required=False)
    received_from = forms.DateField(label="Received from", required=False)
    received_until = forms.DateField(label="Received until", required=False)
    use = forms.ChoiceField(
        label="Used the same",
        choices=[("", "–"), ("equipment", "Equipment"), ("line", "Packaging line"), ("label_roll", "Label roll")],
        required=False,
    )
    used = forms.CharField(label="Its number", max_length=120, required=False)
    used_from = forms.DateTimeField(label="Used from (UTC)", required=False)
    used_until = forms.DateTimeField(label="Used until (UTC)", required=False)
    near = forms.MultipleChoiceField(
        label="Also, as possible, what used the same next",
        choices=[("equipment", "Equipment"), ("line", "Packaging line"), ("label_roll", "Label roll")],
        required=False,
    )
    near_hours = forms.IntegerField(label="Within hours", min_value=0, max_value=8760, required=False)
    known_at = forms.DateTimeField(
        label="As recorded by (UTC)", required=False, help_text="Empty: now. Otherwise 2026-11-30 14:00."
    )

    def clean_lots(self) -> tuple[UUID, ...]:
        try:
            return tuple(UUID(text) for text in self.cleaned_data["lots"].split(",") if text)
        except ValueError:
            raise forms.ValidationError("These are no lots’ keys.") from None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("use") and not cleaned.get("used"):
            self.add_error("used", "Give the number of the equipment, line or roll.")
        if not self.errors and self.question().is_empty:
            self.add_error("number", "Give at least a lot number, a supplier, an item, days, or what was used.")
        return cleaned

    def question(self) -> Question:
        """What the fields ask."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        given.pop("known_at", None)
        return Question(
            forward=given.pop("direction", "forward") != "backward", **given | {"near": tuple(given.get("near", ()))}
        )


class _CarriedFile(forms.Form):
    """A file, or the same again after the trial, carried along as base64."""

    file = forms.FileField(label="File", required=False)
    again = forms.CharField(required=False, widget=forms.HiddenInput)

    largest = 2 * LARGEST

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        file, again = cleaned.get("file"), cleaned.get("again", "")
        if file is not None and file.size > self.largest:
            self.add_error("file", f"The file is larger than {self.largest // LARGEST} MB. Split it.")
        elif file is not None:
            cleaned["content"] = file.read()
        else:
            try:
                cleaned["content"] = b64decode(again, validate=True)
            except ValueError:
                cleaned["content"] = b""
        if not cleaned.get("content") and "file" not in self.errors:
            self.add_error("file", "Choose the file.")
        return cleaned

    @property
    def carried(self) -> str:
        """The file, for the next step."""
        return b64encode(self.cleaned_data.get("content", b"")).decode()


class ImportForm(_CarriedFile):
    """Records of another system: events of goods, or a tracing network."""

    kind = forms.ChoiceField(
        choices=[("epcis", "Events of goods (EPCIS 2.0, JSON-LD)"), ("network", "Tracing network (FoodChain-Lab JSON)")]
    )
    partnership = forms.TypedChoiceField(
        coerce=UUID, empty_value=None, required=False, help_text="Events of a partnership are seen by both companies."
    )

    def __init__(self, data: Any, files: Any, *, pairs: Iterable[Partnership]) -> None:
        super().__init__(data, files)
        named = [(str(pair.pk), f"{pair.cmo} → {pair.sponsor}") for pair in pairs]
        self.fields["partnership"].choices = [("", "Our own records"), *named]  # type: ignore[attr-defined]  # a choice
        self.order_fields(["kind", "partnership", "file", "again"])


class OnwardForm(_CarriedFile):
    """A warehouse's list of what went to which account."""

    source = forms.CharField(label="Whose list", max_length=80, help_text="The warehouse; always the same name.")

    def __init__(self, data: Any, files: Any) -> None:
        super().__init__(data, files)
        self.order_fields(["source", "file", "again"])


class ColumnsForm(forms.Form):
    """Which column of the list is which field, and how it writes days."""

    header_row = forms.IntegerField(label="Row of the headings", min_value=1, max_value=1000, initial=1)
    day_order = forms.ChoiceField(
        label="Days are written",
        choices=[("ymd", "year-month-day"), ("dmy", "day-month-year"), ("mdy", "month-day-year")],
    )
    offset = forms.CharField(label="Offset of the warehouse’s clock", initial="+00:00", help_text="Such as -07:00.")
    decimal_comma = forms.BooleanField(label="Decimal comma", required=False)

    def __init__(self, data: Any, *, headings: Iterable[str], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.profile: Profile | None = None
        choices = [("", "not in the list"), *((heading, heading) for heading in dict.fromkeys(headings) if heading)]
        for name, title in FIELDS.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=title, choices=choices, required=name in MUST, initial=(initial or {}).get(f"column_{name}", "")
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            columns = {name: cleaned[f"column_{name}"] for name in FIELDS if cleaned[f"column_{name}"]}
            plain = {name: cleaned[name] for name in ("header_row", "day_order", "offset", "decimal_comma")}
            try:
                self.profile = Profile(columns=columns, **plain)
            except ValidationError as error:
                for problem in error.errors():
                    place = "offset" if "offset" in problem["loc"] else None
                    self.add_error(place, problem["msg"].removeprefix("Value error, "))
        return cleaned

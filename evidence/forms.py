"""Shape of what people hand in about evidence; nothing here decides."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from evidence.pack.foreign import DAY_ORDERS, FIELDS
from evidence.pack.foreign.profile import MUST
from evidence.states import Choice, SampleOutcome
from records.forms import SigningForm

REASON_ROWS = {"rows": 2}
LONGEST_REASON = 2000


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; an empty file passes, so that its refusal names the cure."""

    widget = _Files

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list | tuple) else [data]
        given = [file for file in files if file]
        if not given:
            raise forms.ValidationError("Choose the filled workbook or CSV bundle and the documents it names.")
        return list(given)


class UploadForm(forms.Form):
    """The workbook and its documents, and from the second version on what changed."""

    files = FilesField(  # type: ignore[assignment]  # the form's field; Django's own `files` are set per form
        label="Workbook and documents",
        help_text="The filled workbook (.xlsx) or CSV bundle (.zip), and the documents that it lists: PDF, images.",
    )
    reason = forms.CharField(
        label="What changed since the last version",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(REASON_ROWS),
    )

    def __init__(self, *args: Any, version: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if version == 1:
            del self.fields["reason"]


class CertificateForm(forms.Form):
    """One certificate or table of results."""

    files = FilesField(  # type: ignore[assignment]  # the form's field; Django's own `files` are set per form
        label="Certificate",
        help_text="One file: a certificate as JSON (CoA 1.1), a table (.csv, .xlsx), or a document to type from (PDF, "
        "image).",
    )

    component = forms.ChoiceField(label="It is the certificate of", required=False)
    component_lot = forms.CharField(
        label="Component lot",
        max_length=64,
        required=False,
        help_text="The own number given at receipt; for a supplier's certificate only.",
    )

    def __init__(self, *args: Any, components: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "this lot"), *components]
        self.fields["component"].choices = choices  # type: ignore[attr-defined]  # a choice field

    def clean_files(self) -> UploadedFile:
        files: list[UploadedFile] = self.cleaned_data["files"]
        if len(files) > 1:
            raise forms.ValidationError("Take one certificate at a time, so that each can be looked at.")
        return files[0]


class SheetForm(forms.Form):
    """Where the table stands in the file."""

    sheet = forms.ChoiceField(label="Sheet", required=False)
    header_row = forms.IntegerField(label="Row of the headings", min_value=1, max_value=1000, initial=1)

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in sheets]  # type: ignore[attr-defined]  # a choice field


class ColumnsForm(SheetForm):
    """Which column is which field; a field without a column stays empty in every result."""

    kind = forms.CharField(
        label="Kind of document",
        max_length=80,
        help_text="For example: Summit, results. The columns are kept under it.",
    )
    decimal_comma = forms.TypedChoiceField(
        label="Decimal mark",
        choices=[("no", "Point: 12.5"), ("yes", "Comma: 12,5")],
        coerce=lambda answer: answer == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )
    day_order = forms.ChoiceField(label="Days are written", choices=list(DAY_ORDERS.items()), initial="ymd")

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for hidden in ("sheet", "header_row"):
            self.fields[hidden].widget = forms.HiddenInput()
        choices = [("", "no column"), *((heading, heading) for heading in headings)]
        for name, title in FIELDS.items():
            needed = name in MUST
            self.fields[f"column_{name}"] = forms.ChoiceField(label=title, choices=choices, required=needed)

    @property
    def columns(self) -> dict[str, str]:
        """Field → chosen heading."""
        given = {name: self.cleaned_data.get(f"column_{name}", "") for name in FIELDS}
        return {name: heading for name, heading in given.items() if heading}


class TypedResultForm(forms.Form):
    """One result as the page of the document has it."""

    test = forms.ChoiceField(label="Test")
    value = forms.CharField(label="Result", max_length=120, help_text="As written: 0.08, <0.5, ND, complies.")
    unit = forms.CharField(label="Unit", max_length=40, required=False)
    loq = forms.CharField(label="LOQ", max_length=40, required=False)
    method = forms.CharField(label="Method", max_length=64, required=False)
    tested_on = forms.DateField(
        label="Tested on", required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    laboratory = forms.CharField(label="Laboratory", max_length=250, required=False)
    sample_lot = forms.CharField(label="Sample's lot", max_length=64, required=False)
    analyst = forms.CharField(label="Analyst", max_length=40, required=False)
    reviewer = forms.CharField(label="Reviewer", max_length=40, required=False)
    page = forms.IntegerField(label="Page of the document", min_value=0, max_value=100_000, initial=1)

    def __init__(self, *args: Any, tests: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tests:
            self.fields["test"].choices = tests  # type: ignore[attr-defined]  # a choice field

    @property
    def given(self) -> dict[str, Any]:
        """The fields of the pack format that were filled in."""
        return {name: value for name, value in self.cleaned_data.items() if name != "page" and value not in (None, "")}


class TypedAttributeForm(TypedResultForm):
    """One attribute of a supplier's certificate: named as in the component's specification, with its own limit."""

    test = forms.CharField(label="Attribute", max_length=64)  # type: ignore[assignment]  # another kind of field
    limit = forms.CharField(label="Limit of the certificate", max_length=120, required=False)
    field_order = ("test", "value", "unit", "limit")


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))


class RemarkForm(forms.Form):
    """A step that takes a remark."""

    reason = forms.CharField(
        label="Remark", required=False, max_length=LONGEST_REASON, widget=forms.Textarea(REASON_ROWS)
    )


class DecisionForm(ReasonForm):
    """What a reviewer makes of an exception."""

    choice = forms.ChoiceField(
        choices=Choice.choices, label="Decision", initial=Choice.ACCEPTED, widget=forms.RadioSelect
    )
    field_order = ("choice", "reason")


class DrawForm(forms.Form):
    """How large a random sample of what passed is to be."""

    amount = forms.IntegerField(label="How many", min_value=1, max_value=100_000)
    unit = forms.ChoiceField(label="Of", choices=[("items", "items"), ("percent", "percent of what passed")])


class LookForm(forms.Form):
    """What a sampled item shows."""

    outcome = forms.ChoiceField(label="What it shows", choices=SampleOutcome.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Remark or question", required=False, max_length=LONGEST_REASON, widget=forms.Textarea(REASON_ROWS)
    )


class AskForm(forms.Form):
    """A question to the CMO on one item."""

    reason = forms.CharField(label="Question", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))


class ThreadForm(forms.Form):
    """The next thing said in the thread; the button says what it is."""

    reason = forms.CharField(label="Your text", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))
    step = forms.ChoiceField(
        choices=[("answer", ""), ("ask_again", ""), ("settle", "")], widget=forms.HiddenInput, required=True
    )


class AttestForm(SigningForm):
    """CMO quality signs that the pack is complete."""


class WaiverForm(forms.Form):
    """What is to be waived: for the lot or its product, until when, and why."""

    scope = forms.ChoiceField(
        label="For", choices=[("lot", "This lot"), ("product", "Every lot of this product")], widget=forms.RadioSelect
    )
    valid_until = forms.DateField(
        label="Until the end of", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), help_text="UTC day"
    )
    why = forms.CharField(label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))


class SignWaiverForm(SigningForm):
    """The same values as they were shown, with the signature."""

    scope = forms.ChoiceField(choices=[("lot", ""), ("product", "")], widget=forms.HiddenInput)
    valid_until = forms.DateField(widget=forms.HiddenInput)
    why = forms.CharField(max_length=LONGEST_REASON, widget=forms.HiddenInput)


class ArtworkForm(forms.Form):
    """One artwork of a label."""

    file = forms.FileField(
        label="Artwork",
        max_length=255,
        allow_empty_file=True,
        help_text="A PDF or a picture (PNG, JPEG, TIFF). Its SHA-256 says which label version it belongs to.",
        widget=forms.FileInput({"accept": ".pdf,.png,.jpg,.jpeg,.tif,.tiff"}),
    )

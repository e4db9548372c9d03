"""The forms of the other headings; each may be left empty."""

from django import forms

from agreements.forms.clauses import days, hours
from agreements.forms.optional_clauses import OptionalClauseForm
from agreements.states import ClauseKind


def _text(label: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=4000, required=False, widget=forms.Textarea({"rows": 3}))


def _count(label: str, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False)


class PurposeForm(OptionalClauseForm):
    kind = ClauseKind.PURPOSE
    stated_by = "text"

    text = _text("Purpose")


class DefinitionsForm(OptionalClauseForm):
    kind = ClauseKind.DEFINITIONS
    stated_by = "text"

    text = _text("Definitions")


class QualityUnitForm(OptionalClauseForm):
    kind = ClauseKind.QUALITY_UNIT
    stated_by = "separate_releasers"

    separate_releasers = forms.BooleanField(
        label="Another person releases the packaged lot than released the batch", required=False
    )


class FacilitiesForm(OptionalClauseForm):
    kind = ClauseKind.FACILITIES
    stated_by = "notice_hours"

    notice_hours = hours("Inspections and findings of authorities are told within, hours")


class MaterialsForm(OptionalClauseForm):
    kind = ClauseKind.MATERIALS
    stated_by = "balance_percent"

    balance_percent = forms.DecimalField(
        label="Component lots, most percent unaccounted for",
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        required=False,
        help_text="Without this clause 0.1 % (R215).",
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )

    @property
    def is_stated(self) -> bool:
        return self.cleaned_data.get("balance_percent") is not None  # 0 % is a limit too


class ProductSpecificForm(OptionalClauseForm):
    kind = ClauseKind.PRODUCT_SPECIFIC
    stated_by = "shelf_life_days"

    shelf_life_days = _count("Shelf life left at shipment, days", 1, 3660)


class LaboratoryControlsForm(OptionalClauseForm):
    kind = ClauseKind.LABORATORY
    stated_by = "most_retests"

    most_retests = _count("Most retests of a result out of specification", 1, 6)


class DocumentationForm(OptionalClauseForm):
    kind = ClauseKind.DOCUMENTATION
    stated_by = "copies_days"

    copies_days = days("Copies of records, business days")


class DataIntegrityForm(OptionalClauseForm):
    kind = ClauseKind.DATA_INTEGRITY
    stated_by = "late_entry_hours"

    late_entry_hours = hours("Entry of a step after its end, hours")


class RecallForm(OptionalClauseForm):
    kind = ClauseKind.RECALL
    stated_by = "scope_hours"

    scope_hours = hours("Scope of a recall, hours")


class ReserveSamplesForm(OptionalClauseForm):
    kind = ClauseKind.RESERVE_SAMPLES
    stated_by = "multiple"

    multiple = _count("Times the quantity that the tests take", 2, 10)
    months = _count("Months past the shelf-life date", 12, 120)


class LabelOwnershipForm(OptionalClauseForm):
    kind = ClauseKind.LABEL_OWNERSHIP
    stated_by = "approver"

    approver = forms.ChoiceField(
        label="Changes of labels are approved by",
        choices=[("", "Sponsor head of quality"), ("SLB", "Sponsor label and claims")],
        required=False,
    )


class SubcontractingForm(OptionalClauseForm):
    kind = ClauseKind.SUBCONTRACTING
    stated_by = "answer_days"

    answer_days = days("Sponsor’s answer to a subcontractor, business days")


class AuditRightForm(OptionalClauseForm):
    kind = ClauseKind.AUDIT_RIGHT
    stated_by = "answer_days"

    answer_days = days("CMO’s confirmation of an audit, business days")


class RetentionExitForm(OptionalClauseForm):
    kind = ClauseKind.RETENTION_EXIT
    stated_by = "hand_over_days"

    hand_over_days = days("Records handed over at the end, business days")
    keep_years = forms.IntegerField(
        label="Records kept past the last distribution, years", required=False, min_value=1, max_value=50
    )


class DisputeForm(OptionalClauseForm):
    kind = ClauseKind.DISPUTE
    stated_by = "answer_days"

    answer_days = days("Answer to a disagreement, business days")


class TerminationForm(OptionalClauseForm):
    kind = ClauseKind.TERMINATION
    stated_by = "notice_days"

    notice_days = days("Notice before the end, days")


HEADING_FORMS: tuple[type[OptionalClauseForm], ...] = (
    PurposeForm,
    DefinitionsForm,
    QualityUnitForm,
    FacilitiesForm,
    MaterialsForm,
    ProductSpecificForm,
    LaboratoryControlsForm,
    DocumentationForm,
    DataIntegrityForm,
    RecallForm,
    ReserveSamplesForm,
    LabelOwnershipForm,
    SubcontractingForm,
    AuditRightForm,
    RetentionExitForm,
    DisputeForm,
    TerminationForm,
)

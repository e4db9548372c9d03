"""One form a kind of clause: typed fields, the same limits as the schema in `agreements.clauses`."""

from collections.abc import Mapping
from typing import Any, ClassVar, get_args

from django import forms

from agreements.actions import ClauseDraft
from agreements.change_defaults import DEFAULT_WAYS
from agreements.clauses import UnreadableClauseError, checked
from agreements.clauses.schemas import Allergen
from agreements.clauses.wording import CATEGORIES, CONSIGNEES, PATTERNS
from agreements.states import ChangeTrigger, ChangeWay, ClauseKind

MOST_HOURS, MOST_DAYS, MOST_COUNT = 24 * 366, 366, 10_000
CLASSES = (("critical", "Critical"), ("major", "Major"), ("minor", "Minor"))


def hours(label: str, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_HOURS, required=required)


def days(label: str, *, required: bool = False) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=1, max_value=MOST_DAYS, required=required)


def _count(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_COUNT, required=False)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class ClauseForm(forms.Form):
    """Number, title, and the parameters of one kind."""

    kind: ClassVar[ClauseKind]
    use_required_attribute = False

    number = forms.CharField(label="Clause", max_length=12)
    title = forms.CharField(label="Title", max_length=200)

    @classmethod
    def shown(cls, number: str, title: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The fields' values for a stored clause."""
        return {"number": number, "title": title, **parameters}

    def parameters(self) -> dict[str, Any]:
        """What was typed, in the schema's names; what was left empty is left out."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("number", "title")}
        return {name: value for name, value in typed.items() if value not in (None, "")}

    @property
    def is_stated(self) -> bool:
        """Whether the agreement has this clause; one that is optional may be left empty."""
        return True

    def draft(self) -> ClauseDraft:
        """The clause as it is proposed."""
        number, title = self.cleaned_data["number"], self.cleaned_data["title"]
        return ClauseDraft(number, self.kind, title, checked(self.kind, self.parameters()))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and self.is_stated:
            try:
                checked(self.kind, self.parameters())
            except UnreadableClauseError as error:
                self.add_error(None, f"{str(error)[:1].upper()}{str(error)[1:]}.")
        return cleaned


class ReleasePatternForm(ClauseForm):
    kind = ClauseKind.RELEASE_PATTERN
    conditions = (
        "maximum_risk_tier",
        "qualification",
        "maximum_exceptions",
        "maximum_major_events",
        "lots_since_change",
        "zero_blocking",
        "minimum_on_time_percent",
        "no_open_capa",
        "plan_drawn",
        "allergens",
        "markets",
        "consignees",
    )

    pattern = forms.ChoiceField(label="Pattern", choices=list(PATTERNS.items()))
    maximum_risk_tier = forms.ChoiceField(
        label="Highest risk tier",
        required=False,
        choices=[("", "No condition"), ("low", "Low"), ("standard", "Standard"), ("high", "High")],
        help_text="The conditions and the expiry belong to a conditional release.",
    )
    qualification = forms.ChoiceField(
        label="Qualification of the CMO",
        required=False,
        choices=[("", "No condition"), ("qualified", "Qualified"), ("conditional", "Conditional")],
    )
    maximum_exceptions = _count("Most exceptions in the pack")
    maximum_major_events = _count("Most major or critical events")
    lots_since_change = _count("Lots since the last change")
    zero_blocking = forms.BooleanField(label="No rule that blocks failed or is waived", required=False)
    minimum_on_time_percent = forms.IntegerField(
        label="Packs on time in twelve months, at least, percent",
        min_value=1,
        max_value=100,
        required=False,
        help_text="Fewer than eight packs say nothing, and then the sponsor releases.",
    )
    no_open_capa = forms.BooleanField(label="No open corrective action of the product group", required=False)
    plan_drawn = forms.BooleanField(label="Drawn by the sampling plan and tested", required=False)
    allergens = forms.MultipleChoiceField(
        label="Allergens the label may declare",
        choices=[(name, name.capitalize()) for name in get_args(Allergen)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Nothing ticked: no condition. “None” alone: only labels that declare no allergen.",
    )
    markets = forms.CharField(
        label="Markets", required=False, max_length=200, help_text="Two letters each, parted by commas: US, CA."
    )
    consignees = forms.MultipleChoiceField(
        label="Consignees",
        choices=[(kind, words.capitalize()) for kind, words in CONSIGNEES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Nothing ticked: no condition. Asked of each permit under the rule.",
    )
    expires_on = _day("Rule expires on")
    post_review_days = days("Business days for the review after release")
    verified = forms.ChoiceField(
        label="Lots verified after release",
        required=False,
        choices=[("", "Every lot, unsaid"), ("every_lot", "Every lot"), ("root_n", "√n + 1 of each quarter, drawn")],
    )
    late_pack_turns = forms.BooleanField(
        label="A late evidence pack turns the next lots to sponsor release",
        required=False,
        help_text="Until the sponsor’s head of quality lifts it. Not under sponsor release, where every lot is so.",
    )
    signal_turns = forms.ChoiceField(
        label="Event that turns the next lots to sponsor release",
        required=False,
        choices=[("", "None"), ("critical", "Critical"), ("major", "Major or critical")],
    )

    unpermitted_holds = forms.BooleanField(
        label="Goods that left without a ship permit hold the rest of their lot",
        required=False,
        help_text="In the sponsor’s name, until the critical event that the platform opens is closed.",
    )

    @classmethod
    def shown(cls, number: str, title: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        flat = {**parameters, **parameters.get("conditions", {})}
        flat.pop("conditions", None)
        if "markets" in flat:
            flat["markets"] = ", ".join(flat["markets"])
        return super().shown(number, title, flat)

    def parameters(self) -> dict[str, Any]:
        typed = {name: value for name, value in super().parameters().items() if value is not False and value != []}
        if "markets" in typed:
            typed["markets"] = [name.strip().upper() for name in typed["markets"].split(",") if name.strip()]
        conditions = {name: typed.pop(name) for name in self.conditions if name in typed}
        return typed | ({"conditions": conditions} if conditions else {})


class EvidenceForm(ClauseForm):
    kind = ClauseKind.EVIDENCE

    categories = forms.MultipleChoiceField(
        label="Evidence categories",
        choices=[(code, words.capitalize()) for code, words in CATEGORIES.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    window_hours = hours("Hand-off window in hours", required=True)
    calendar = forms.ChoiceField(
        label="Calendar", choices=[("hours", "Elapsed hours"), ("business_hours", "Business hours")]
    )
    clean_scan = forms.BooleanField(
        label="Every document needs a clean malware scan",
        required=False,
        help_text="A document that was not scanned then leaves the pack incomplete (R128).",
    )

    def parameters(self) -> dict[str, Any]:
        return {name: value for name, value in super().parameters().items() if value is not False}


class NotificationForm(ClauseForm):
    kind = ClauseKind.NOTIFICATION

    critical_hours = hours("Critical, hours", required=True)
    major_hours = hours("Major, hours", required=True)
    minor_hours = hours("Minor, hours")


class EventApprovalForm(ClauseForm):
    kind = ClauseKind.EVENT_APPROVAL

    classes = forms.MultipleChoiceField(
        label="Classes that need the sponsor’s approval",
        choices=CLASSES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    roles = forms.MultipleChoiceField(
        label="Who approves",
        choices=[("SQA", "Sponsor QA reviewer"), ("SQH", "Sponsor head of quality")],
        widget=forms.CheckboxSelectMultiple,
    )
    signatures = forms.IntegerField(label="Signatures needed", min_value=1, max_value=2, required=False)
    critical_hours = hours("Critical, hours to decide")
    major_hours = hours("Major, hours to decide")
    minor_hours = hours("Minor, hours to decide")
    answer_days = days("Answer to a question or a refusal, business days")


class ReviewForm(ClauseForm):
    kind = ClauseKind.REVIEW

    pack_days = days("Review of the pack, business days", required=True)
    disposition_days = days("Decision on the lot, business days", required=True)
    question_days = days("Answer to a question about the pack, business days")


class ChangeForm(ClauseForm):
    """One choice a trigger, and the figures."""

    kind = ClauseKind.CHANGE
    lead_days = forms.IntegerField(label="Days between request and effect", min_value=0, max_value=MOST_DAYS, initial=0)
    qualification_lots = forms.IntegerField(label="Qualification lots", min_value=1, max_value=20, required=False)
    notice_hours = hours("Notice of what happened to the CMO, hours")
    emergency_days = days("Decision on an emergency change, business days")
    post_review_days = days("Review after effect, days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for trigger in ChangeTrigger:
            self.fields[f"trigger_{trigger.value}"] = forms.ChoiceField(
                label=trigger.label,
                choices=ChangeWay.choices,
                initial=DEFAULT_WAYS[trigger.value],
                required=False,
            )

    @classmethod
    def shown(cls, number: str, title: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """What a signed clause does not list is approved: shown so, not as a new clause begins."""
        told = dict.fromkeys(ChangeTrigger.values, "approve") | dict(parameters.get("triggers", {}))
        triggers = {f"trigger_{name}": way for name, way in told.items()}
        figures = {name: parameters[name] for name in _CHANGE_FIGURES if name in parameters}
        return super().shown(number, title, {"lead_days": parameters.get("lead_days", 0), **figures, **triggers})

    def parameters(self) -> dict[str, Any]:
        ways = {trigger.value: self.cleaned_data.get(f"trigger_{trigger.value}") for trigger in ChangeTrigger}
        triggers = {name: way for name, way in ways.items() if way}
        figures = {name: told for name in _CHANGE_FIGURES if (told := self.cleaned_data.get(name))}
        return {"triggers": triggers, "lead_days": self.cleaned_data.get("lead_days") or 0, **figures}


_CHANGE_FIGURES = ("qualification_lots", "notice_hours", "emergency_days", "post_review_days")

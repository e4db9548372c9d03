"""Every address of the resolver, its arguments filled from the data: one's own rows, or strangers'."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver

from agreements.models import Agreement, AgreementVersion, ClauseCall
from change_control.models import ChangeRequest
from clocks.models import Clock, InboxItem, OutboxMessage, Webhook
from evidence.models import (
    Arrival,
    ArtworkComparison,
    DraftResult,
    EvidenceFile,
    Pack,
    RuleVerdict,
    RuleWaiver,
    SampleItem,
    TrendLimits,
    VerdictQuestion,
)
from lots.models import Disclosure, Hold, Lot
from masters.models import BaselineDraft, LabelVersion, MasterRecord, Product, SamplingPlan, Specification
from masters.standing import KINDS
from parties.models import (
    Absence,
    ApiKey,
    AuditorGrant,
    Delegation,
    Invitation,
    Membership,
    Partnership,
    PartnershipInvitation,
    Site,
    Training,
)
from performance.models import PassportDocument, PassportShare
from quality_events.models import (
    AdverseReport,
    Capa,
    CapaAction,
    Complaint,
    Informant,
    PossibleCause,
    QualityEvent,
    ReturnedProduct,
)
from records.models import DayHead, DisposalList, LegalHold, SealedReport
from release.models import Disposition, PatternOverride, ShipPermit, Verification
from release.states import Stage
from traceability.models import EventDocument, Recall, RecallNotice, ScopeRun
from workspace.models import AuditRequest, SavedSearch
from workspace.views.dossier import TABS

OBJECTS: dict[str, tuple[type[Model], ...]] = {
    "absence_id": (Absence,), "delegation_id": (Delegation,), "training_id": (Training,),
    "agreement_id": (Agreement,), "change_id": (ChangeRequest,), "clock_id": (Clock,), "event_id": (QualityEvent,),
    "action_id": (CapaAction,), "capa_id": (Capa,), "cause_id": (PossibleCause,), "informant_id": (Informant,),
    "complaint_id": (Complaint,), "adverse_report_id": (AdverseReport,),
    "file_id": (EvidenceFile,), "grant_id": (AuditorGrant,), "hold_id": (Hold,), "item_id": (InboxItem,),
    "invitation_id": (Invitation, PartnershipInvitation), "key_id": (ApiKey,), "lot_id": (Lot,),
    "membership_id": (Membership,), "message_id": (OutboxMessage,), "pack_id": (Pack,),
    "partnership_id": (Partnership,), "product_id": (Product,),
    "master_version_id": (MasterRecord, Specification, SamplingPlan, LabelVersion), "report_id": (SealedReport,),
    "verdict_id": (RuleVerdict,), "version_id": (AgreementVersion,),
    "question_id": (VerdictQuestion,), "sample_item_id": (SampleItem,),
    "document_id": (PassportDocument,), "share_id": (PassportShare,), "webhook_id": (Webhook,),
    "arrival_id": (Arrival,), "draft_id": (DraftResult,), "search_id": (SavedSearch,), "waiver_id": (RuleWaiver,),
    "call_id": (ClauseCall,), "comparison_id": (ArtworkComparison,), "baseline_id": (BaselineDraft,),
    "head_id": (DayHead,),
    "verification_id": (Verification,), "capture_id": (EventDocument,), "run_id": (ScopeRun,),
    "limits_id": (TrendLimits,), "return_id": (ReturnedProduct,), "site_id": (Site,), "override_id": (PatternOverride,),
    "permit_id": (ShipPermit,), "disclosure_id": (Disclosure,), "disposition_id": (Disposition,),
    "recall_id": (Recall,), "notice_id": (RecallNotice,),
    "request_id": (AuditRequest,), "legal_hold_id": (LegalHold,), "disposal_list_id": (DisposalList,),
}  # fmt: skip
"""Arguments that name a row, and whose rows they name."""
CHOICES: dict[str, tuple[str, ...]] = {
    "app_label": ("parties",),
    "content_type_id": ("1",),
    "form": ("csv", "xlsx"),
    "key": ("nonsense",),
    "kind": tuple(KINDS),
    "master_kind": ("master_record", "label_version"),
    "number": ("1",),
    "object_id": ("nonsense",),
    "page": ("list",),
    "pk": ("999999",),
    "rule": ("R110", "R305"),
    "side": ("before", "after"),
    "section": ("batch_record.steps", "materials.component_lots", "laboratory.results"),
    "step": ("evaluate", "propose", "lock"),
    "stage": tuple(Stage.values),
    "test": ("ASSAY-MG",),
    "tab": tuple(name for name in TABS if name != "overview"),
    "token": ("nonsense",),
    "uidb36": ("1",),
    "url": ("nonsense",),
    "verb": ("propose", "approve", "close"),
}
"""Arguments that choose among known values."""
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
_GROUP = re.compile(r"\(\?P<(\w+)>[^()]*\)")
_ADMIN = re.compile(r"^admin/(\w+)/(\w+)/<path:object_id>/")

Keys = Callable[[type[Model]], list[str]]
"""The primary keys, as text, of the rows of a model that this walk is about."""


class UnknownArgumentError(LookupError):
    """A route has an argument that the walk cannot fill: say in `OBJECTS` or `CHOICES` what it takes."""


@dataclass(frozen=True)
class Route:
    """One line of the resolver, its pattern in one piece."""

    pattern: str
    name: str

    @property
    def arguments(self) -> list[str]:
        return [*_ARGUMENT.findall(self.pattern), *_GROUP.findall(self.pattern)]

    @property
    def takes_objects(self) -> bool:
        return bool(self._models())

    def _models(self) -> dict[str, tuple[type[Model], ...]]:
        found = {name: OBJECTS[name] for name in self.arguments if name in OBJECTS}
        in_admin = _ADMIN.match(self.pattern)
        return found | ({"object_id": (apps.get_model(*in_admin.groups()),)} if in_admin else {})

    def filled(self, keys: Keys) -> list[str]:
        """The paths; none where there is no row to name. Raises UnknownArgumentError."""
        models, values = self._models(), []
        for name in self.arguments:
            if name in models:
                values.append([key for model in models[name] for key in keys(model)])
            elif name in CHOICES:
                values.append(list(CHOICES[name]))
            else:
                raise UnknownArgumentError(f"/{self.pattern}: nobody says what “{name}” takes")
        return [self._path(dict(zip(self.arguments, chosen, strict=True))) for chosen in product(*values)]

    def _path(self, values: dict[str, str]) -> str:
        text = _GROUP.sub(lambda found: values[found[1]], self.pattern.replace("^", "").replace("$", ""))
        return "/" + _ARGUMENT.sub(lambda found: values[found[1]], text)


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[Route]:
    """Every route below the resolver."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry, f"{prefix}{entry.pattern}")
        elif isinstance(entry, URLPattern):
            yield Route(f"{prefix}{entry.pattern}", entry.name or "")

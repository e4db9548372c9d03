"""What the event's page shows of its investigation: whys, causes, informants, interim reports, documents."""

from typing import Any

from kernel.scope import Actor
from quality_events.forms import CauseForm, DocumentForm, InformantForm, InterimForm, WhysForm
from quality_events.models import QualityEvent
from quality_events.queries.investigation import causes_of, informants_of, possible_informants, whys_of
from quality_events.states import INVESTIGABLE, Finding


def investigation_context(event: QualityEvent, actor: Actor) -> dict[str, Any]:
    """For templates/quality_events/{causes,informants,interim,documents}.html; six queries at most."""
    is_open = event.state in INVESTIGABLE
    may = is_open and actor.may("quality_events.investigate", event)
    whys = whys_of(event)
    return {
        "may_investigate": may,
        "may_add_document": is_open and actor.may("quality_events.report", event),
        "whys": whys,
        "whys_form": WhysForm(whys=whys),
        "causes": list(causes_of(event)),
        "findings": Finding.choices,
        "cause_form": CauseForm(auto_id="cause_%s"),
        "informants": list(informants_of(event)),
        "informant_form": InformantForm(people=possible_informants(actor.company_id) if may else (), auto_id="told_%s"),
        "person_id": actor.person_id,
        "interim_reports": list(event.interim_reports.select_related("reported_by")),
        "interim_form": InterimForm(auto_id="interim_%s"),
        "documents": list(event.documents.select_related("file", "added_by")),
        "document_form": DocumentForm(auto_id="document_%s"),
    }


def investigation_rows(event: QualityEvent) -> list[tuple[str, str]]:
    """The structured part of what a signature binds, in words."""
    rows = [(f"Why {step.position}", _shown(step.answer, step.shown_by)) for step in whys_of(event)]
    rows += [
        (cause.get_branch_display(), _shown(f"{cause.cause}: {cause.get_finding_display().lower()}", cause.shown_by))
        for cause in causes_of(event)
    ]
    rows += [(f"Told by {row.person.name}", row.told) for row in informants_of(event)]
    return rows + [("Document", row.title) for row in event.documents.all()]


def _shown(text: str, shown_by: str) -> str:
    return f"{text} ({shown_by})" if shown_by else text

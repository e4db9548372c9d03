"""What a label incident needs before it is proposed and closed (21 CFR 111.415, 111.420; domain §C7)."""

from datetime import date

from kernel.errors import Refused
from quality_events.models import LabelIncident, QualityEvent
from quality_events.rules.oos import same_person
from quality_events.states import HAZARDOUS, EventKind, LabelFault

LAW = "21 CFR 111.415, 111.420"


def check_label_event(event: QualityEvent, fault: str) -> None:
    if event.kind != EventKind.LABEL:
        raise Refused(f"{event} is no label incident.", LAW, code="label-kind")
    if fault not in LabelFault:
        raise Refused("Say first what was wrong with the label.", LAW, code="label-fault")


def check_hazard(hazard: str) -> None:
    if not hazard.strip():
        raise Refused("Write down the evaluation: who could be hurt, how gravely, how likely.", "21 CFR 7.41")


def check_destruction(
    *, label_lot: str, quantity: int, destroyed_on: date, today: date, people: tuple[str, str]
) -> None:
    """`people`: operator and witness; two, and the witness is no operator."""
    operator, witness = people
    if not label_lot.strip() or quantity < 1:
        raise Refused("Name the label lot or roll and how many labels were destroyed.", LAW, code="label-count")
    if destroyed_on > today:
        raise Refused("The destruction lies in the future.", LAW, code="label-day")
    if not operator.strip() or not witness.strip() or same_person(operator, witness):
        raise Refused("Name who destroyed the labels, and another person who witnessed it.", LAW, code="label-witness")


def check_label_proposal(kind: str, incident: LabelIncident | None) -> None:
    """Before a disposition: the fault is known, and where it may hurt somebody the hazard is evaluated."""
    if kind != EventKind.LABEL:
        return
    if incident is None:
        raise Refused("Say what was wrong with the label.", LAW, code="label-fault")
    if incident.fault in HAZARDOUS and not incident.hazard:
        raise Refused("The sponsor’s health-hazard evaluation is missing.", "21 CFR 7.41", code="label-hazard")


def check_label_closing(kind: str, incident: LabelIncident | None, destructions: int) -> None:
    """Before it closes: the obsolete labels are gone, or it is said why there are none."""
    if kind != EventKind.LABEL or destructions:
        return
    if incident is None or not incident.no_obsolete:
        raise Refused(
            "Record the destruction of the obsolete labels, or say why none are destroyed.",
            "21 CFR 111.415(h)",
            code="label-obsolete",
        )

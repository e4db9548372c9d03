"""What each kind of clause compiles to: gates, clocks, evidence, approvers (domain §C0). Pure.

A clause that does nothing here is words alone, and says so on its card.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

What = Literal["gate", "clock", "evidence", "approver", "words"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that the platform does because of a clause.

    `key` is how its traces are found: a gate's reason, a clock's rule, a rule of packs, a signature's subject.
    """

    what: What
    key: str
    words: str


def _gate(key: str, words: str) -> Effect:
    return Effect("gate", key, words)


def _clock(key: str, words: str) -> Effect:
    return Effect("clock", key, words)


def _evidence(key: str, words: str) -> Effect:
    return Effect("evidence", key, words)


def _approver(key: str, words: str) -> Effect:
    return Effect("approver", key, words)


def _asked(kind: str, words: str) -> tuple[Effect, ...]:
    return (_clock(f"agreements.{kind}", words),)


_WORDS_ALONE = (Effect("words", "", "Words alone: nothing is checked."),)

EFFECTS: Mapping[str, tuple[Effect, ...]] = {
    "release_pattern": (
        _gate("sponsor_release", "Shuts the gate until those have signed who release by the pattern"),
        _approver("lot", "Names who signs the release"),
        _clock("release.verification", "Starts the verification of lots drawn after release"),
        _gate("sponsor_release", "Turns the next lots to the sponsor after a late pack or an event, where it says so"),
    ),
    "evidence": (
        _gate("pack_missing", "Shuts the gate until a complete pack is handed over"),
        _clock("evidence.hand_off", "Starts the hand-off at completion"),
        _evidence("R128", "Lists the categories of the pack, and whether documents need a clean scan"),
    ),
    "notification": (
        _clock("quality_events.notify", "Starts the telling of the sponsor"),
        _evidence("R504", "Judges how soon the sponsor was told of each event"),
    ),
    "event_approval": (
        _gate("event_open", "Shuts the gate while such an event is open"),
        _clock("quality_events.decide", "Starts the sponsor’s decision on an event"),
        _approver("quality_event", "Names who approves events, and how many sign"),
    ),
    "review": (
        _gate("pack_accepted", "Shuts the gate until the sponsor accepted the pack"),
        _clock("evidence.review", "Starts the sponsor’s review of a pack"),
        _clock("release.disposition", "Starts the sponsor’s decision on a lot"),
        _clock("evidence.question", "Starts the CMO’s answer to a question"),
    ),
    "change": (_approver("change_request", "Names which changes the sponsor approves, and their notice"),),
    "waiver": (_approver("waiver", "Names the rules that the sponsor may waive, and for how long"),),
    "containment": (_gate("hold", "Holds other lots when an event is reported"),),
    "pause": (_clock("pause", "Lets the side that is owed pause named deadlines"),),
    "investigation": (
        _clock("quality_events.interim", "Starts the interim report"),
        _clock("quality_events.investigation", "Starts the investigation"),
        _clock("quality_events.oot", "Starts the evaluation of a result out of trend"),
    ),
    "complaint": (_clock("quality_events.forward_complaint", "Starts the passing on of a complaint"),),
    "purpose": _WORDS_ALONE,
    "definitions": _WORDS_ALONE,
    "quality_unit": (_approver("lot", "Keeps the batch’s releaser from releasing the packaged lot"),),
    "facilities": _asked("facilities", "Judges how soon the sponsor was told of an inspection or finding"),
    "materials": (_evidence("R215", "Sets how exactly component lots balance"),),
    "product_specific": (_gate("shelf_life_left", "Shuts the gate when too little shelf life is left"),),
    "laboratory": (_approver("oos", "Bounds how many retests may be declared"),),
    "documentation": _asked("documentation", "Starts the handing over of copies when the sponsor asks"),
    "data_integrity": (_evidence("R119", "Sets how late a step may be entered"),),
    "recall": _asked("recall", "Starts the answer about a recall’s scope when the sponsor asks"),
    "reserve_samples": (
        _evidence("R320", "Sets how much is reserved"),
        _evidence("R321", "Sets how long it is kept"),
    ),
    "label_ownership": (_approver("change_request", "Names who approves changes of labels"),),
    "subcontracting": (
        *_asked("subcontracting", "Starts the sponsor’s answer when the CMO asks"),
        _approver("clause_call", "Needs the sponsor’s signed consent"),
    ),
    "audit_right": _asked("audit_right", "Starts the CMO’s confirmation when the sponsor announces an audit"),
    "retention_exit": _asked("retention_exit", "Starts the handing over of records when either side asks"),
    "dispute": _asked("dispute", "Starts the answer when either side disagrees"),
    "termination": _asked("termination", "Judges how long before the end notice was given"),
}

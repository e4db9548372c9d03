"""A clause in words: on cards, in redlines, in the PDF, where the figures are what counts."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from agreements.change_defaults import CHANGE_DEFAULTS
from agreements.clauses.counting import at_most, business_days, counted
from agreements.clauses.heading_words import HEADING_WORDS

PATTERNS = {
    "cmo_release": "CMO release with oversight",
    "sponsor_release": "Sponsor release",
    "conditional": "Conditional release",
}
VERIFIED = {
    "every_lot": "It verifies every lot that was released without it.",
    "root_n": (
        "Of each quarter’s lots released without it, it verifies √n + 1 that are drawn; "
        "every lot for 90 days after a major or critical event or a dispute."
    ),
}
CATEGORIES = {
    "batch_record": "batch record",
    "materials": "materials",
    "laboratory": "laboratory",
    "packaging": "packaging",
    "quality_events": "quality events",
    "distribution": "distribution",
}
TRIGGERS = {
    "supplier": "supplier",
    "component_spec": "component specification",
    "formula": "formula",
    "process": "process",
    "equipment": "order of steps or principle of equipment",
    "equipment_like": "equipment like for like",
    "site": "line, room or site",
    "cleaning": "cleaning",
    "method": "method",
    "packaging": "packaging material",
    "label": "label",
    "shelf_life": "shelf life",
    "subcontracting": "subcontracting",
    "personnel": "key quality personnel",
    "computer": "computer system",
    "shared_line": "allergen on a shared line",
    "utilities": "utilities",
    "standing": "ownership, registration or inspection",
}
RELATIONS = {
    "batch": "the same batch",
    "component_lot": "the same component lot",
    "equipment": "the same equipment within {equipment_hours} h",
    "line": "the same packaging line within {runs} runs",
    "label_roll": "the same label roll",
}
DUTIES = {
    "hand_off": "handing over the evidence pack",
    "review": "the review of a pack",
    "question": "the answer to a question about a pack",
    "decision": "the sponsor’s decision on an event",
    "disposition": "the decision on a lot",
    "interim": "the interim report on an event",
    "investigation": "the investigation of an event",
    "answer": "the answer to a question or refusal about an event",
}
CONSIGNEES = {
    "distribution_center": "distribution centers",
    "retailer": "retailers",
    "e_commerce": "e-commerce",
    "consumer": "consumers",
}
_CONDITIONS: Mapping[str, Callable[[Any], str]] = {
    "maximum_risk_tier": lambda wanted: f"risk tier {wanted} or lower",
    "qualification": lambda wanted: f"CMO {wanted}",
    "maximum_exceptions": lambda wanted: f"{at_most(wanted)} in the pack",
    "maximum_major_events": lambda wanted: at_most(wanted, "major or critical event"),
    "lots_since_change": lambda wanted: f"at least {counted(wanted, 'lot')} since the last change",
    "zero_blocking": lambda _: "no rule that blocks failed, nor was waived",
    "minimum_on_time_percent": lambda wanted: f"{wanted} % of the packs of twelve months on time",
    "no_open_capa": lambda _: "no open corrective action of the product group",
    "plan_drawn": lambda _: "drawn by the sampling plan and tested",
    "allergens": lambda wanted: f"allergens on the label: {', '.join(wanted)} at most",
    "markets": lambda wanted: f"markets {', '.join(wanted)}",
    "consignees": lambda wanted: f"to {', '.join(CONSIGNEES[kind] for kind in wanted)} only",
}
"""In the order in which they are said; JSON storage keeps none."""


def in_words(kind: str, parameters: Mapping[str, Any]) -> str:
    """One or a few sentences for parameters that follow the schema of their kind."""
    return _WORDS[kind](parameters)


def _release_pattern(found: Mapping[str, Any]) -> str:
    sentences = [f"{PATTERNS[found['pattern']]}."]
    stated = found.get("conditions", {})
    conditions = [say(stated[name]) for name, say in _CONDITIONS.items() if name in stated]
    if conditions:
        sentences.append(f"The CMO releases while all of this holds, else the sponsor: {'; '.join(conditions)}.")
    if found.get("expires_on"):
        sentences.append(f"The rule expires on {_day(found['expires_on'])}.")
    if found.get("post_review_days"):
        sentences.append(f"The sponsor verifies within {business_days(found['post_review_days'])} after release.")
    if found.get("verified"):
        sentences.append(VERIFIED[found["verified"]])
    if found.get("unpermitted_holds"):
        sentences.append("Goods that left without a ship permit hold the rest of their lot.")
    return " ".join([*sentences, *_turns(found)])


def _turns(found: Mapping[str, Any]) -> list[str]:
    """What turns the next lots of the group to the sponsor."""
    causes = ["a late evidence pack"] if found.get("late_pack_turns") else []
    if lowest := found.get("signal_turns"):
        causes.append("a critical event" if lowest == "critical" else "a major or critical event")
    if not causes:
        return []
    what = " or ".join(causes)
    return [f"{what[:1].upper()}{what[1:]} turns the next lots to sponsor release until the sponsor lifts it."]


def _evidence(found: Mapping[str, Any]) -> str:
    calendar = "business hours" if found.get("calendar") == "business_hours" else "hours"
    names = ", ".join(CATEGORIES[name] for name in found["categories"])
    sentence = f"A complete pack within {found['window_hours']} {calendar} of completion. It holds: {names}."
    if not found.get("clean_scan"):
        return sentence
    return f"{sentence} Every document is scanned and no malware found; what was not scanned is a gap."


def _notification(found: Mapping[str, Any]) -> str:
    return f"The sponsor is told of events within {_by_class(found)} of discovery."


def _event_approval(found: Mapping[str, Any]) -> str:
    classes = " and ".join(found["classes"]) or "no"
    who = " or ".join(found["roles"])
    sentence = f"The sponsor ({who}) approves {classes} events."
    if found.get("signatures", 1) > 1:
        sentence += f" {found['signatures']} people sign."
    within, days = _by_class(found), found.get("answer_days")
    sentence += f" It decides within {within}." if within else ""
    return f"{sentence} The CMO answers a question or a refusal within {business_days(days)}." if days else sentence


def _review(found: Mapping[str, Any]) -> str:
    sentence = (
        f"The sponsor reviews a pack within {business_days(found['pack_days'])} "
        f"and decides on the lot within {business_days(found['disposition_days'])}."
    )
    days = found.get("question_days")
    return f"{sentence} The CMO answers a question about it within {business_days(days)}." if days else sentence


def _change(found: Mapping[str, Any]) -> str:
    lots = counted(found.get("qualification_lots", CHANGE_DEFAULTS["qualification_lots"]), "qualification lot")
    sentences = []
    for way, words in (
        ("approve", "The sponsor approves changes of"),
        ("qualify", f"The sponsor approves, after {lots}, changes of"),
        ("notify", "The sponsor is told of changes of"),
    ):
        names = [name_in_words for name, name_in_words in TRIGGERS.items() if found["triggers"].get(name) == way]
        if names:
            sentences.append(f"{words} {', '.join(names)}.")
    if not sentences:
        sentences = ["The sponsor approves every change."]
    return " ".join([*sentences, *_change_times(found)])


def _change_times(found: Mapping[str, Any]) -> list[str]:
    """What is stated of notice, emergency and review."""
    sentences = []
    if found.get("lead_days"):
        sentences.append(f"At least {counted(found['lead_days'], 'day')} between request and effect.")
    if found.get("notice_hours"):
        sentences.append(f"What happens to the CMO is told within {found['notice_hours']} h.")
    if found.get("emergency_days"):
        sentences.append(f"The sponsor decides on an emergency change within {business_days(found['emergency_days'])}.")
    if found.get("post_review_days"):
        sentences.append(f"A change is reviewed {counted(found['post_review_days'], 'day')} after it took effect.")
    return sentences


def _waiver(found: Mapping[str, Any]) -> str:
    days = counted(found["longest_days"], "day")
    return (
        f"The sponsor may waive {', '.join(found['rules'])}, signed, for a lot or a product, at most {days} each time."
    )


def _containment(found: Mapping[str, Any]) -> str:
    shared = [words.format(**found) for name, words in RELATIONS.items() if name in found["relations"]]
    classes = " or ".join(found["classes"])
    return f"A {classes} event holds, until the investigation has looked at them, all lots of {', '.join(shared)}."


def _pause(found: Mapping[str, Any]) -> str:
    names = ", ".join(words for name, words in DUTIES.items() if name in found["duties"])
    days = counted(found["longest_days"], "day")
    return f"The company that is owed may pause the deadline for {names}, at most {days} of 24 hours altogether."


def _investigation(found: Mapping[str, Any]) -> str:
    return (
        f"The CMO reports what it knows of a major or critical event within {business_days(found['interim_days'])}, "
        f"has evaluated a result out of trend within {business_days(found.get('oot_days', 10))}, "
        f"and has investigated every event within {counted(found['final_days'], 'day')}."
    )


def _complaint(found: Mapping[str, Any]) -> str:
    return f"The CMO passes a complaint that it received first on within {business_days(found['forward_days'])}."


def _by_class(found: Mapping[str, Any]) -> str:
    stated = [(name, found.get(f"{name}_hours")) for name in ("critical", "major", "minor")]
    return ", ".join(f"{hours} h ({name})" for name, hours in stated if hours)


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d %b %Y}".lstrip("0")


_WORDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "release_pattern": _release_pattern,
    "evidence": _evidence,
    "notification": _notification,
    "event_approval": _event_approval,
    "review": _review,
    "change": _change,
    "waiver": _waiver,
    "containment": _containment,
    "pause": _pause,
    "investigation": _investigation,
    "complaint": _complaint,
    **HEADING_WORDS,
}

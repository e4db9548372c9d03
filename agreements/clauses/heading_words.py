"""The clauses of the other headings in words."""

from collections.abc import Callable, Mapping
from typing import Any

from agreements.clauses.counting import business_days, counted

Found = Mapping[str, Any]


def _text(found: Found) -> str:
    return str(found["text"])


def _quality_unit(_found: Found) -> str:
    return "Another person of the CMO’s quality unit releases the packaged lot than released the batch."


def _facilities(found: Found) -> str:
    return (
        f"The CMO tells of inspections, findings of authorities and lost certificates within {found['notice_hours']} h."
    )


def _materials(found: Found) -> str:
    return f"Of each component lot at most {found['balance_percent']} % stay unaccounted for."


def _product_specific(found: Found) -> str:
    return f"A lot leaves with at least {counted(found['shelf_life_days'], 'day')} to its expiry."


def _laboratory(found: Found) -> str:
    return f"A result out of specification is tested again at most {counted(found['most_retests'], 'time')}."


def _documentation(found: Found) -> str:
    return f"The CMO hands over copies of its records within {business_days(found['copies_days'])}."


def _data_integrity(found: Found) -> str:
    return f"A step is entered within {found['late_entry_hours']} h; a later entry gives its reason."


def _recall(found: Found) -> str:
    return f"The CMO says within {found['scope_hours']} h where the lots of a recall and their materials are."


def _reserve_samples(found: Found) -> str:
    return (
        f"Reserve samples hold {found['multiple']} times what the tests take and are kept "
        f"{counted(found['months'], 'month')} past the shelf-life date."
    )


def _label_ownership(_found: Found) -> str:
    return "Changes of labels, claims, allergens and artwork are approved by the sponsor’s label reviewer (SLB)."


def _subcontracting(found: Found) -> str:
    return (
        "No step is done by somebody else without the sponsor’s signed consent. "
        f"The sponsor answers within {business_days(found['answer_days'])}."
    )


def _audit_right(found: Found) -> str:
    return (
        "The sponsor may audit the CMO, also for cause. "
        f"The CMO confirms an audit within {business_days(found['answer_days'])}."
    )


def _retention_exit(found: Found) -> str:
    words = f"When the agreement ends, all records are handed over within {business_days(found['hand_over_days'])}."
    if found.get("keep_years"):
        words += (
            f" A lot’s records are kept at least {counted(found['keep_years'], 'year')} past its last distribution."
        )
    return words


def _dispute(found: Found) -> str:
    return f"A disagreement about quality is answered within {business_days(found['answer_days'])}."


def _termination(found: Found) -> str:
    return f"Who will not go on says so {counted(found['notice_days'], 'day')} before the end."


HEADING_WORDS: Mapping[str, Callable[[Found], str]] = {
    "purpose": _text,
    "definitions": _text,
    "quality_unit": _quality_unit,
    "facilities": _facilities,
    "materials": _materials,
    "product_specific": _product_specific,
    "laboratory": _laboratory,
    "documentation": _documentation,
    "data_integrity": _data_integrity,
    "recall": _recall,
    "reserve_samples": _reserve_samples,
    "label_ownership": _label_ownership,
    "subcontracting": _subcontracting,
    "audit_right": _audit_right,
    "retention_exit": _retention_exit,
    "dispute": _dispute,
    "termination": _termination,
}

"""What must hold before something happens to an event."""

from quality_events.rules.events import (
    check_answers_nothing,
    check_approver,
    check_class,
    check_closable_by_cmo,
    check_investigable,
    check_investigation,
    check_lawful,
    check_lower_class,
    check_may_classify,
    check_missed,
    check_none_asked,
    check_not_author,
    check_report,
    check_scope_choice,
    check_scope_decided,
    check_signs_once,
)

__all__ = [
    "check_answers_nothing",
    "check_approver",
    "check_class",
    "check_closable_by_cmo",
    "check_investigable",
    "check_investigation",
    "check_lawful",
    "check_lower_class",
    "check_may_classify",
    "check_missed",
    "check_none_asked",
    "check_not_author",
    "check_report",
    "check_scope_choice",
    "check_scope_decided",
    "check_signs_once",
]

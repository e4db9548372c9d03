"""What must hold before evidence is taken, attested, reviewed, accepted, waived."""

from evidence.rules.reviewing import (
    COUNTERSIGN_DAYS,
    COUNTERSIGN_TERM,
    MOST_SAMPLED,
    QUESTION_DAYS,
    check_acceptable,
    check_all_decided,
    check_did_not_waive,
    check_in_review,
    check_is_exception,
    check_is_not_reviewer,
    check_may_attest,
    check_may_countersign,
    check_no_open_question,
    check_no_question_waits,
    check_not_asked_yet,
    check_not_looked_at,
    check_sample,
    check_undecided,
    question_term,
)
from evidence.rules.taking import (
    TAKES_PACKS,
    UnreadablePack,
    check_certified,
    check_has_result,
    check_is_for,
    check_may_confirm,
    check_may_submit,
    check_not_returned_unchanged,
    check_readable,
    check_scanned,
    check_size,
    check_takes_packs,
)
from evidence.rules.waiving import check_waivable, check_waiver_days

__all__ = [
    "COUNTERSIGN_DAYS", "COUNTERSIGN_TERM", "MOST_SAMPLED", "QUESTION_DAYS", "TAKES_PACKS", "UnreadablePack",
    "check_acceptable", "check_all_decided", "check_certified", "check_did_not_waive", "check_has_result",
    "check_in_review", "check_is_exception", "check_is_for", "check_is_not_reviewer", "check_may_attest",
    "check_may_confirm", "check_may_countersign", "check_may_submit", "check_no_open_question",
    "check_no_question_waits", "check_not_asked_yet", "check_not_looked_at", "check_not_returned_unchanged",
    "check_readable", "check_sample", "check_scanned", "check_size", "check_takes_packs", "check_undecided",
    "check_waivable", "check_waiver_days", "question_term",
]  # fmt: skip

"""Every write about the approved baseline."""

from masters.actions.correcting import correct_version
from masters.actions.entering import approve_baseline, keep_baseline, withdraw_baseline
from masters.actions.laboratories import approve_laboratory
from masters.actions.products import add_product
from masters.actions.records import approve_master_record
from masters.actions.standing import record_standing_facts
from masters.actions.succession import succeed_version
from masters.actions.versions import approve_label, approve_sampling_plan, approve_specification

__all__ = [
    "add_product",
    "approve_baseline",
    "approve_label",
    "approve_laboratory",
    "approve_master_record",
    "approve_sampling_plan",
    "approve_specification",
    "correct_version",
    "keep_baseline",
    "record_standing_facts",
    "succeed_version",
    "withdraw_baseline",
]

"""What must hold before somebody may act, be invited, be let in."""

from parties.rules.absences import check_absence_counts, check_cover, check_days, check_states_absence
from parties.rules.authority import (
    check_acts_for_company,
    check_distinct,
    check_may,
    check_not_performer,
    check_on_page,
    check_platform,
    check_reason,
)
from parties.rules.invitations import (
    check_addressee,
    check_name,
    check_not_enrolled,
    check_not_invited,
    check_not_member,
    check_open,
)
from parties.rules.keys import check_found, check_key_live, check_key_period
from parties.rules.membership import (
    check_administrator_left,
    check_had_factor,
    check_locked,
    check_member,
    check_not_oneself,
    check_roles,
)
from parties.rules.partners import (
    already_partners,
    check_company_name,
    check_company_new,
    check_grant_live,
    check_grant_period,
    check_may_be_auditor,
    check_purpose,
    check_side,
    check_two_companies,
)
from parties.rules.profile import check_own_proof, check_time_zone, check_work_time, site_known

__all__ = [
    "already_partners",
    "check_absence_counts",
    "check_acts_for_company",
    "check_addressee",
    "check_administrator_left",
    "check_company_name",
    "check_company_new",
    "check_cover",
    "check_days",
    "check_distinct",
    "check_found",
    "check_grant_live",
    "check_grant_period",
    "check_had_factor",
    "check_key_live",
    "check_key_period",
    "check_locked",
    "check_may",
    "check_may_be_auditor",
    "check_member",
    "check_name",
    "check_not_enrolled",
    "check_not_invited",
    "check_not_member",
    "check_not_oneself",
    "check_not_performer",
    "check_on_page",
    "check_open",
    "check_own_proof",
    "check_platform",
    "check_purpose",
    "check_reason",
    "check_roles",
    "check_side",
    "check_states_absence",
    "check_time_zone",
    "check_two_companies",
    "check_work_time",
    "site_known",
]

"""What has been agreed with each partner."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from agreements.queries import AgreementListed, agreements_listed


def agreements_by_partnership(today: date) -> defaultdict[UUID, list[AgreementListed]]:
    """The agreements of each partnership, with their standing today; two queries, empty for one without."""
    found: defaultdict[UUID, list[AgreementListed]] = defaultdict(list)
    for listed in agreements_listed(today):
        found[listed.agreement.partnership_id].append(listed)
    return found

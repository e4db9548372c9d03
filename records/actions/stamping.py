"""The newest seal, stamped by a time-stamp service outside, where the settings name one (RFC 3161)."""

from django.db import transaction
from django.db.models import Q

from records.models import SealStamp, TreeHead
from records.outside.time_stamps import asked
from records.queries.seals import body_of, last_seal

_OWN_TRAIL = Q(entries__startswith="records_sealstamp ") & ~Q(entries__contains="\n")
"""A seal over nothing but a time stamp: stamping it in turn would never end."""


def stamp_newest() -> SealStamp | None:
    """Stamp the newest seal, which vouches for all before it; None when nothing new is sealed or nobody answers.

    Runs in SYS's scope. The service is asked outside any transaction.
    """
    with transaction.atomic():
        stamped = SealStamp.objects.order_by("-seal_id").first()
        seal = last_seal()
        news = TreeHead.objects.filter(seal_id__gt=stamped.seal_id if stamped else 0).exclude(_OWN_TRAIL)
        if seal is None or not news.exists():
            return None
    stamp = asked(body_of(seal).text)
    if stamp is None:
        return None
    with transaction.atomic():
        return SealStamp.objects.create(seal=seal, token=stamp.token, stamped_at=stamp.stamped_at)

"""Stages, decisions and the three release patterns (domain §C6)."""

from django.db.models import TextChoices


class Stage(TextChoices):
    """Two CMO decisions, each dated and signed (111.123(a)(8), 111.127(h); R122), then the sponsor's."""

    BATCH = "batch", "CMO release of the batch"
    PACKAGED_LOT = "packaged_lot", "CMO release of the packaged lot"
    SPONSOR = "sponsor", "Sponsor's disposition"


class Decision(TextChoices):
    RELEASE = "release", "Release"
    REJECT = "reject", "Reject"
    REPROCESS = "reprocess", "Reprocess"


class TurnCause(TextChoices):
    """Why the next lots of a group wait for the sponsor, whatever the pattern says."""

    LATE_PACK = "late_pack", "Late evidence pack"
    SIGNAL = "signal", "Quality event"


class Pattern(TextChoices):
    CMO = "cmo_release", "CMO release with oversight"
    SPONSOR = "sponsor_release", "Sponsor release"
    CONDITIONAL = "conditional", "Conditional release"

"""What a page asks a person to sign, kept on the server until it is signed or too old."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kernel.ids import new_id
from kernel.rls.policies import Policy
from kernel.rows import TechnicalRow, TenantManager
from parties.identity import ToSign, digest_of

_OWN = "person_id = (SELECT app_person()) OR (SELECT app_is_system())"


class SigningChallenge(TechnicalRow):
    """Bound to person, session, records, versions, contents and meanings; serves once, for minutes (ADR 0024)."""

    tenancy: ClassVar[str] = "custom"
    deletable: ClassVar[bool] = True
    policy: ClassVar[Policy] = Policy(read=_OWN, write=_OWN)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, null=True, related_name="+")
    session = models.CharField(max_length=64, blank=True)
    """SHA-256 of the session's key."""
    items = models.JSONField()
    """`ToSign.plain()` of each record."""
    nonce = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
    spent_at = models.DateTimeField(null=True)
    components = ArrayField(models.CharField(max_length=16), default=list)
    """What was given for it."""

    objects = TenantManager()

    class Meta:
        indexes = [models.Index(fields=["person", "session", "spent_at"])]

    def __str__(self) -> str:
        return f"challenge {self.pk}"

    @property
    def to_sign(self) -> tuple[ToSign, ...]:
        return tuple(ToSign.of(item) for item in self.items)

    @property
    def digest(self) -> bytes:
        """What a passkey signs."""
        return digest_of(self.nonce, self.person_id, self.to_sign)

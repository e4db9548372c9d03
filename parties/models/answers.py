"""What a request with an Idempotency-Key was answered, so that its repetition does nothing twice."""

from typing import ClassVar

from django.db import models

from kernel.ids import new_id
from kernel.rls.policies import Policy
from kernel.rows import TechnicalRow

_OWN = "(organisation_id = (SELECT app_organisation()) AND person_id = (SELECT app_person()))"


class KeptAnswer(TechnicalRow):
    """One request of one person in one organisation, by the key that its program chose; forgotten after a week."""

    tenancy: ClassVar[str] = "custom"
    deletable: ClassVar[bool] = True
    policy: ClassVar[Policy] = Policy(
        read=f"{_OWN} OR (SELECT app_is_system())", write=f"{_OWN} OR (SELECT app_is_system())"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    key = models.CharField(max_length=255)
    request_hash = models.CharField(max_length=64)
    """SHA-256 of method, path and content: the same key with another request is a mistake."""
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person", "key"], name="one_answer_per_idempotency_key")
        ]

    def __str__(self) -> str:
        return self.key

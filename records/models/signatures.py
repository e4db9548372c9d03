"""Electronic signatures."""

from typing import ClassVar

from django.db import models

from kernel.rows import SharedRow
from kernel.triggers import Unchangeable
from records.states import Meaning, Proof


class Signature(SharedRow):
    """An electronic signature, bound to the content it was given for (21 CFR 11.50, 11.70)."""

    append_only: ClassVar[bool] = True

    signer = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    printed_name = models.CharField(max_length=150)
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=8)
    meaning = models.CharField(max_length=32, choices=Meaning.choices)
    signed_at = models.DateTimeField()
    proof = models.CharField(max_length=16, choices=Proof.choices)
    """How the signer identified himself at signing (21 CFR 11.200(a)(1))."""
    subject_kind = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=200)
    content = models.TextField()
    """The canonical JSON that was signed."""
    content_hash = models.CharField(max_length=64)
    binding = models.CharField(max_length=64, default="")
    """SHA-256 over who, when, meaning, subject, content: a row copied to another record fails (11.70)."""
    reason = models.TextField(blank=True)
    challenge = models.ForeignKey("parties.SigningChallenge", models.PROTECT, null=True, related_name="+")
    """What the page had asked for; each challenge signs each of its records once."""
    delegator = models.ForeignKey("parties.Person", models.PROTECT, null=True, related_name="+")
    """Whose authority it was, where the signer held it by delegation."""
    delegation = models.ForeignKey("parties.Delegation", models.PROTECT, null=True, related_name="+")

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, Unchangeable()]
        constraints = [models.UniqueConstraint(fields=["challenge", "subject_id"], name="signed_once_a_challenge")]
        indexes = [models.Index(fields=["partnership", "subject_id", "signed_at"])]

    def __str__(self) -> str:
        return f"{self.printed_name}: {self.get_meaning_display()}"

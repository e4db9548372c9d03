"""Seals over the trail: trees of leaves, chained and signed heads, time stamps (ADR 0014)."""

from typing import ClassVar

from django.db import models

from kernel.history import TransactionNumberField
from kernel.rls.policies import VISIBLE, Policy
from kernel.rows import AppendedRow, TechnicalRow
from kernel.triggers import Unchangeable

_PUBLIC = Policy(
    read="(SELECT app_person()) IS NOT NULL",
    write="",
    insert="(SELECT app_is_system())",
)
_OF_THE_TREE = (
    f"partnership_id = {VISIBLE} OR (partnership_id IS NULL AND organisation_id = (SELECT app_organisation())) "
    "OR (SELECT app_is_system())"
)


class Seal(TechnicalRow):
    """One batch of the sealer: the signed head over all trees, chained to the seal before. Names no company."""

    tenancy: ClassVar[str] = "custom"
    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = _PUBLIC

    number = models.PositiveBigIntegerField(primary_key=True)
    """1, 2, 3, … without a gap."""
    epoch = models.PositiveIntegerField()
    cluster = models.CharField(max_length=24)
    """The database cluster's own identifier: another one after a restore."""
    horizon = TransactionNumberField()
    """Every row of the trail with a lower transaction number is sealed here or before."""
    after_relation = models.CharField(max_length=63, blank=True)
    after_key = models.CharField(max_length=40, blank=True)
    """The last row sealed of the transaction `horizon`, where a seal ends inside of it: it may have very many rows."""
    sealed_at = models.DateTimeField()
    root = models.CharField(max_length=64)
    """Over the newest head of every tree."""
    previous = models.CharField(max_length=64)
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        triggers = [Unchangeable()]
        indexes = [models.Index(fields=["epoch", "horizon"])]

    def __str__(self) -> str:
        return f"seal {self.number}"


class SealTree(TechnicalRow):
    """One tree (RFC 6962) of leaves: a partnership's, a company's own, or the platform's; where it stands now."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = Policy(read=_OF_THE_TREE, write="(SELECT app_is_system())")

    name = models.CharField(max_length=60, primary_key=True)
    """`partnership:…`, `company:…`, `platform`: part of what is signed (`records.merkle.heads`)."""
    partnership = models.OneToOneField("parties.Partnership", models.PROTECT, null=True, related_name="+")
    organisation = models.OneToOneField("parties.Organisation", models.PROTECT, null=True, related_name="+")
    size = models.PositiveBigIntegerField(default=0)
    root = models.CharField(max_length=64)
    frontier = models.JSONField(default=list)
    """The roots of the full subtrees at the right edge: all that adding a leaf needs."""

    def __str__(self) -> str:
        return self.name


class TreeHead(TechnicalRow):
    """What one seal added to one tree, and the tree's root after it."""

    tenancy: ClassVar[str] = "custom"
    append_only: ClassVar[bool] = True
    policy: ClassVar[Policy] = Policy(read=_OF_THE_TREE, write="", insert="(SELECT app_is_system())")

    id = models.CharField(max_length=80, primary_key=True)
    """The tree's name, a slash, the seal's number."""
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="heads")
    tree = models.ForeignKey(SealTree, models.PROTECT, related_name="heads")
    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("parties.Organisation", models.PROTECT, null=True, related_name="+")
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    entries = models.TextField()
    """The lines of the new leaves, in their order, one a line: the tree's tile (`records.merkle.entries`)."""

    class Meta:
        triggers = [Unchangeable()]
        indexes = [models.Index(fields=["partnership", "seal"])]

    def __str__(self) -> str:
        return self.id


class SealStamp(AppendedRow):
    """An RFC 3161 time stamp over a seal, from a service outside; sealed in its turn."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = _PUBLIC

    seal = models.OneToOneField(Seal, models.PROTECT, related_name="stamp")
    token = models.BinaryField()
    """The service's answer, a CMS SignedData in DER."""
    stamped_at = models.DateTimeField()

    class Meta(AppendedRow.Meta):
        pass

    def __str__(self) -> str:
        return f"time stamp of seal {self.seal_id}"

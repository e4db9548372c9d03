"""The structured evidence pack, sealed when it is stored."""

from typing import Any, ClassVar

import pgtrigger
from django.db import models

from evidence.pack.comparison import LONGEST_NAME
from evidence.states import PACK, Form, PackState
from kernel.rows import SharedRow
from kernel.triggers import LawfulStates, OwnerTrigger


class Pack(SharedRow):
    """One version of a lot's evidence. `header` and rows never change once stored."""

    state_table = PACK

    lot = models.ForeignKey("lots.Lot", models.PROTECT, related_name="packs")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=PackState.choices, default=PackState.CHECKING)
    form = models.CharField(max_length=16, choices=Form.choices)
    source = models.ForeignKey("evidence.EvidenceFile", models.PROTECT, null=True, blank=True, related_name="+")
    """The workbook as it was uploaded."""
    header = models.JSONField()
    content_hash = models.CharField(max_length=64)
    """SHA-256 of the canonical content and the documents' hashes, whatever the form."""
    engine_version = models.CharField(max_length=20)
    submitted_by = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    change_reason = models.TextField(blank=True)

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, LawfulStates(PACK)]
        constraints = [
            models.UniqueConstraint(fields=["lot", "version"], name="pack_version_once"),
            models.UniqueConstraint(fields=["lot", "content_hash"], name="same_pack_once"),
        ]

    def __str__(self) -> str:
        return f"pack v{self.version}"


class SponsorOfPack(OwnerTrigger):
    """The added rows have the sponsor of their pack; asked once a statement."""

    level = pgtrigger.Statement
    when = pgtrigger.After
    operation = pgtrigger.Insert
    referencing = pgtrigger.Referencing(new="added")  # type: ignore[no-untyped-call]

    def __init__(self) -> None:
        super().__init__(name="sponsor_of_pack")

    def get_func(self, model: Any) -> str:
        return f"""
            IF EXISTS (SELECT FROM (SELECT DISTINCT a.pack_id, a.sponsor_id FROM added a) a
                       JOIN {Pack._meta.db_table} p ON p.id = a.pack_id WHERE p.sponsor_id <> a.sponsor_id) THEN
                RAISE EXCEPTION 'a row of % has another sponsor than its pack', TG_TABLE_NAME
                    USING ERRCODE = 'foreign_key_violation';
            END IF;
            RETURN NULL;
        """  # noqa: S608 - the model's own table


class PackRow(SharedRow):
    """One structured row of a section. Append-only; a bigint key because it never leaves the database (ADR 0005)."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]  # an inner row (ADR 0005)
    # The composite key (partnership, pack) to the pack, whose own partnership and sponsor are checked, says what these
    # plain keys would say once more; a pack of 10,000 rows took a quarter longer with them. `SponsorOfPack` says more
    # than the sponsor's key would.
    partnership = models.ForeignKey("parties.Partnership", models.PROTECT, related_name="+", db_constraint=False)
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="rows", db_constraint=False, db_index=False)
    sponsor = models.ForeignKey(
        "parties.Organisation", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    history_without_index: ClassVar[tuple[str, ...]] = ("partnership", "sponsor", "history_user")
    section = models.CharField(max_length=40)
    """The path inside the pack format, e.g. "laboratory.results"."""
    position = models.PositiveIntegerField()
    data = models.JSONField()

    class Meta(SharedRow.Meta):
        triggers = [*SharedRow.Meta.triggers, SponsorOfPack()]
        constraints = [models.UniqueConstraint(fields=["pack", "section", "position"], name="pack_row_once")]

    def __str__(self) -> str:
        return f"{self.section}/{self.position}"


class ChangeReason(SharedRow):
    """Why the CMO changed something since the version before: a field, a row, a section; blank is "every"."""

    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)  # type: ignore[assignment]  # an inner row (ADR 0005)
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="change_reasons")
    section = models.CharField(max_length=40, blank=True)
    row = models.CharField(max_length=LONGEST_NAME, blank=True)
    """As the difference names it: `RowChange.row`."""
    field = models.CharField(max_length=64, blank=True)
    reason = models.TextField()

    class Meta(SharedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["pack", "section", "row", "field"], name="change_reason_once")]

    def __str__(self) -> str:
        return self.reason

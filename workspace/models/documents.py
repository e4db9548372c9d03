"""The search's own table: a row for each thing that a search can open, derived from rows with history (ADR 0010).

Written only by the triggers of `indexing` and by `manage.py reindex`, never by the application.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from kernel.rls.policies import Policy
from kernel.rows import TechnicalRow
from workspace.states import Kind

_HELD = "holder_id = ANY (((SELECT visible_partnerships()) || (SELECT app_organisation()))::uuid[])"
HELD = Policy(read=_HELD, write="")


class SearchDocument(TechnicalRow):
    """One field or page that can be found. Whoever may read the record itself may read this, nobody else."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = HELD
    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    holder_id = models.UUIDField()
    """The partnership; for a component lot also the company that owns it."""
    kind = models.CharField(max_length=16, choices=Kind.choices)
    shelf = models.PositiveIntegerField()
    """Kind and, where there are millions, year: what one index look-up has to read stays small."""
    object_id = models.UUIDField()
    opens_id = models.UUIDField()
    """The record whose page shows it."""
    field = models.CharField(max_length=40, db_collation="C")
    page = models.PositiveIntegerField(default=0)
    """Page of a PDF, or row of a pack's section."""
    key = models.CharField(max_length=255, blank=True, db_collation="C")
    """The number in capitals, found exactly and by how it begins."""
    title = models.CharField(max_length=300)
    body = models.JSONField(default=dict)
    """Label → text of what else is searched; a page's text stays where it is."""
    state = models.CharField(max_length=24, blank=True)
    product_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    tsv = SearchVectorField()

    # The index of words is on an expression that Django cannot say: migration 0002.
    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["object_id", "holder_id", "kind", "field", "page"], name="found_once"),
        ]
        indexes = [
            models.Index(fields=["holder_id", "key"], condition=~Q(key=""), name="search_by_number"),
            models.Index(fields=["key"], condition=~Q(key=""), name="search_by_spelling"),
            models.Index(fields=["holder_id", "shelf", "-at"], name="search_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.title}"


class SearchWord(TechnicalRow):
    """A word of a title, for those who mistype it. A word may stand twice: nobody waits for anybody to write it."""

    tenancy: ClassVar[str] = "custom"
    policy: ClassVar[Policy] = HELD
    append_only: ClassVar[bool] = True

    id = models.BigAutoField(primary_key=True)
    holder_id = models.UUIDField()
    word = models.CharField(max_length=60)

    class Meta:
        indexes = [
            models.Index(fields=["holder_id", "word"], name="word_of_holder"),
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="word_alike"),
        ]

    def __str__(self) -> str:
        return self.word

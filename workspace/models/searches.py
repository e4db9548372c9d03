"""Searches that a person keeps."""

from typing import ClassVar

from django.db import models

from kernel.rls.policies import Policy
from kernel.rows import OwnedRow

_OWN = "organisation_id = (SELECT app_organisation()) AND person_id = (SELECT app_person())"


class SavedSearch(OwnedRow):
    """A person's own, in the company that he searched for; nobody else sees it."""

    policy: ClassVar[Policy] = Policy(read=_OWN, write=_OWN)
    deletable: ClassVar[bool] = True

    person = models.ForeignKey("parties.Person", models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=600)
    """The address's query: words and facets."""
    saved_at = models.DateTimeField()

    class Meta(OwnedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "person", "name"], name="saved_search_once")]

    def __str__(self) -> str:
        return self.name

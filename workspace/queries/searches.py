"""A person's own kept searches."""

from workspace.models import SavedSearch


def saved_searches() -> list[SavedSearch]:
    """By name; the policy shows nobody else's."""
    return list(SavedSearch.objects.order_by("name", "id"))
